import { expect, test } from 'vitest';
import { conformingResult } from './result.fixture.ts';
import type { ClauseResult } from './result.ts';
import { unclaimedLines, unclaimedNote } from './unclaimed.ts';

test('a check that lacks operations names them, and the first reason that the port gives', () => {
  expect(unclaimedNote(['adam'])).toBe('the port does not claim adam');
  expect(unclaimedNote(['backward', 'train'], { train: 'no loop' })).toBe(
    'the port does not claim backward, train: no loop',
  );
});

test('each reason is told once, with the operations that it is the reason of', () => {
  const reasons = { adam: 'no optimizer', train: 'no loop', backward: 'no loop' };
  const [clause, ...rest] = conformingResult().clauses;
  const checks = (['adam', 'train', 'backward', 'softmax'] as const).map((op): ClauseResult['checks'][number] => ({
    ...clause.checks[0],
    status: 'not-claimed',
    ops: [op],
    reason: unclaimedNote([op], reasons),
  }));
  expect(unclaimedLines({ ...conformingResult(), clauses: [{ ...clause, checks }, ...rest] })).toEqual([
    'not claimed: adam: no optimizer',
    'not claimed: train, backward: no loop',
  ]);
});
