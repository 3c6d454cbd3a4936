import { expect, test } from 'vitest';
import { pairwise } from '../../properties/harness/pairwise.ts';

test('any two values of two factors meet, in fewer rows than there are combinations', () => {
  const factors = { a: [0, 1, 2, 3], b: ['x', 'y', 'z'], c: [true, false], d: [1, 2, 3] };
  const rows = pairwise(factors);
  const pairs = Object.entries(factors).flatMap(([one, values], i, all) =>
    all
      .slice(i + 1)
      .flatMap(([other, others]) => values.flatMap((a) => others.map((b) => [one, a, other, b] as const))),
  );
  const unmet = pairs.filter(
    ([one, a, other, b]) =>
      !rows.some((row) => row[one as keyof typeof row] === a && row[other as keyof typeof row] === b),
  );
  expect(unmet).toEqual([]);
  expect(rows.length).toBeLessThanOrEqual(16);
});

test('every row has a value of each factor', () => {
  expect(pairwise({ a: [1], b: [2, 3] })).toEqual([
    { a: 1, b: 2 },
    { a: 1, b: 3 },
  ]);
});
