import { expect, test } from 'vitest';
import { killsOf } from './kills.ts';
import type { Strength } from './record.ts';
import { killedByOne, neverNeeded } from './redundancy.ts';
import { vacuousChecks } from './vacuity.ts';

/** Two deviations of the loss, one of them seen by a vector of another chapter alone, and an impostor. */
const STRENGTH: Strength = {
  schema: 1,
  node: '20',
  checks: [
    { title: 'loss.1 a law', kind: 'law' },
    { title: 'loss.1 golden', kind: 'vector' },
    { title: 'model.2 a law', kind: 'law' },
    { title: 'training.14 golden', kind: 'trace' },
    { title: 'loss.4 is rejected', kind: 'error' },
  ],
  deviations: [
    { id: 'seen', clause: 'loss.1', first: 0, failed: [0, 1, 2, 3] },
    { id: 'hardly', clause: 'loss.6', first: 3, failed: [3] },
  ],
  impostors: [
    { id: 'constant', passed: [1], failed: [0, 2, 3, 4] },
    { id: 'shape', passed: [1, 4], failed: [0] },
  ],
  variants: [],
  tolerances: [],
};

test('a kill says whether the own clause, the own chapter and a law saw the deviation', () => {
  const [seen, hardly] = killsOf(STRENGTH);
  expect(seen).toMatchObject({ ownClause: true, ownChapterFirst: true, byLaw: true, byOwnLaw: true, unrelated: 1 });
  expect(seen.kinds).toEqual(['law', 'vector', 'trace']);
  expect(hardly).toMatchObject({ ownClause: false, ownChapterFirst: false, byLaw: false, byOwnLaw: false });
});

test('a check is needed where it is the only one to fail, or the first', () => {
  expect(killedByOne(STRENGTH)).toEqual([{ id: 'hardly', check: STRENGTH.checks[3] }]);
  expect(neverNeeded(STRENGTH).map(({ check }) => check.title)).toEqual([
    'loss.1 golden',
    'model.2 a law',
    'loss.4 is rejected',
  ]);
});

test('the cheapest impostor is named, with the check that catches it, or why its clause cannot', () => {
  expect(vacuousChecks(STRENGTH)).toEqual([
    { check: STRENGTH.checks[1], impostor: 'constant', caughtBy: STRENGTH.checks[0], reason: null },
    {
      check: STRENGTH.checks[4],
      impostor: 'shape',
      caughtBy: null,
      reason: 'the impostor rejects what the reference rejects',
    },
  ]);
});
