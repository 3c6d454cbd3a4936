import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { workflows } from './workflows.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const USES = /uses: (.*)/g;
/** A tag can be moved to other code by whoever gets hold of the action; a commit cannot. */
const PINNED = /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
/** This project's own, whose version the reader chooses. */
const OWN = 'OWNER/microgpt-spec@v0.1.0';

const from = { kind: 'package', spec: 'x.tgz' } as const;
const revision = 2;

test.each([
  ['the workflow of init ci', workflows({ source: from, revision, matrix: null })[0].text],
  ['that of many ports', workflows({ source: from, revision, matrix: { ports: ['c'], shards: 2 } })[0].text],
  ['that with the action', workflows({ source: { kind: 'action', action: OWN }, revision, matrix: null })[0].text],
])('%s names actions by their commits, and asks for reading alone', (_, text) => {
  const actions = [...text.matchAll(USES)].map(([, action]) => action).filter((action) => action !== OWN);
  expect(actions.length).toBeGreaterThan(1);
  expect(actions.filter((action) => !PINNED.test(action))).toEqual([]);
  expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
});

test("README.md names no action but the project's own, and others by their commits", () => {
  const actions = [...README.matchAll(USES)].map(([, action]) => action);
  expect(actions).toContain(OWN);
  expect(actions.filter((action) => action !== OWN && !PINNED.test(action))).toEqual([]);
});
