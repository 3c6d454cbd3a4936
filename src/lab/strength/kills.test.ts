import { expect, test } from 'vitest';
import { killsOf, programKillsOf } from './kills.ts';
import type { Strength } from './record.ts';
import { killedByOne, neverNeeded } from './redundancy.ts';
import { strengthPage } from './strengthPage.ts';
import { summaryOf } from './summary.ts';
import { vacuousChecks } from './vacuity.ts';

/** Two deviations of the loss, one of them seen by a vector of another chapter alone, and an impostor. */
const STRENGTH: Strength = {
  schema: 2,
  node: '20',
  checks: [
    { title: 'loss.1 a law', kind: 'law', reach: 'core' },
    { title: 'loss.1 golden', kind: 'vector', reach: 'core' },
    { title: 'model.2 a law', kind: 'law', reach: 'core' },
    { title: 'training.14 golden', kind: 'trace', reach: 'edge' },
    { title: 'loss.4 is rejected', kind: 'error', reach: 'edge' },
  ],
  deviations: [
    { id: 'seen', clause: 'loss.1', first: 0, failed: [0, 1, 2, 3] },
    { id: 'hardly', clause: 'loss.6', first: 3, failed: [3] },
  ],
  programs: [
    { id: 'long', title: 'the 17th position is lost', chapter: 'model', first: 2, failed: [2, 4] },
    { id: 'unseen', title: 'the 300th token is lost', chapter: 'model', first: null, failed: [] },
    { id: 'at-the-edge', title: 'the smallest of floats is lost', chapter: 'loss', first: 4, failed: [4] },
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

test('a mistake of a whole program has a chapter, and no clause of its own', () => {
  const [long, unseen, edge] = programKillsOf(STRENGTH);
  expect(long).toMatchObject({ ownClause: false, ownChapterFirst: true, byLaw: true, byCore: true, unrelated: 1 });
  expect(unseen).toMatchObject({ killers: [], first: null, byLaw: false, byCore: false });
  expect(edge).toMatchObject({ ownChapterFirst: true, byLaw: true, byCore: false });
});

test('the summary counts each catalogue by all checks, by laws and by core', () => {
  const { deviations, programs } = summaryOf(STRENGTH);
  expect(deviations).toMatchObject({ mistakes: 2, killed: 2, byLaw: 1, byCore: 1 });
  expect(programs).toMatchObject({ mistakes: 3, killed: 2, byLaw: 2, byCore: 1 });
});

test('the page says what a record has not measured yet, and shows both catalogues side by side', () => {
  const older: Strength = {
    ...STRENGTH,
    checks: STRENGTH.checks.map((check) => ({ ...check, reach: null })),
    programs: [],
  };
  expect(summaryOf(older)).toMatchObject({ deviations: { byCore: null }, programs: null });
  expect(cells(strengthPage(older), 'a law fails')).toEqual(['1 of 2 (50.0 %)', 'not measured yet']);
  expect(cells(strengthPage(older), 'a core check fails')).toEqual(['not measured yet', 'not measured yet']);
  expect(cells(strengthPage(STRENGTH), 'a law fails')).toEqual(['1 of 2 (50.0 %)', '2 of 3 (66.7 %)']);
  expect(cells(strengthPage(STRENGTH), 'a core check fails')).toEqual(['1 of 2 (50.0 %)', '1 of 3 (33.3 %)']);
  expect(cells(strengthPage(STRENGTH), 'the 300th token is lost')).toContain('**nothing**');
});

/** The cells of a table's row behind its first. */
function cells(page: string, row: string): string[] {
  const line = page.split('\n').find((text) => text.startsWith(`| ${row}`)) ?? '';
  return line
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim());
}

test('a check is needed where it is the only one to fail, or the first', () => {
  const [, , , trace, rejected] = STRENGTH.checks;
  expect(killedByOne(STRENGTH)).toEqual([
    { id: 'hardly', check: trace },
    { id: 'at-the-edge', check: rejected },
  ]);
  expect(neverNeeded(STRENGTH).map(({ check }) => check.title)).toEqual(['loss.1 golden']);
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
