import { expect, test } from 'vitest';
import { CATALOGUE } from '../../deviations/catalogue.ts';
import { COMPILED } from '../../deviations/compiledReference.ts';
import { deviantRun } from '../../deviations/deviantRun.ts';
import { startFromGolden } from '../../diff/replay/start.ts';
import { canonicalLosses } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { fixed } from '../../golden/runOutput.ts';
import { CANONICAL } from '../../reference/config.ts';
import { UNLISTED } from './unlisted.ts';

const golden = openGolden();
const start = startFromGolden(golden, CANONICAL);
const expected = canonicalLosses(golden).map(fixed);

/** The first step whose loss each prints otherwise. */
const FIRST: Readonly<Record<string, number>> = {
  'unlisted-learning-rate-0.02': 2,
  'unlisted-bias-correction-beta1': 2,
  'unlisted-amsgrad': 3,
  'unlisted-learning-rate-floor': 904,
};

test.each(UNLISTED)('$id first prints another loss where it should', async ({ id, ...deviation }) => {
  const run = await deviantRun([{ id, ...deviation }], start, COMPILED);
  const first = expected.findIndex((text) => fixed(Number(run?.losses.next().value)) !== text) + 1;
  expect(first).toBe(FIRST[id] ?? 1);
});

test('there are ten, none of them under a name or with edits of the catalogue', () => {
  const known = new Set(CATALOGUE.flatMap(({ id, edits, config }) => [id, JSON.stringify([edits, config])]));
  expect(UNLISTED).toHaveLength(10);
  expect(
    UNLISTED.filter(({ id, edits, config }) => known.has(id) || known.has(JSON.stringify([edits, config]))),
  ).toEqual([]);
});
