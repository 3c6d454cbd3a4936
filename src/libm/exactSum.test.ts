import { expect, test } from 'vitest';
import { exactSum } from './exactSum.ts';

test('a sum of products is rounded once', () => {
  expect(exactSum([2 ** 53, 1, 1], [1, 1, 1])).toBe(2 ** 53 + 2);
  expect(exactSum([1 + 2 ** -30, 1], [1 - 2 ** -30, -1])).toBe(-(2 ** -60));
  expect(exactSum([2 ** -600, 3], [2 ** -470, 2])).toBe(6);
  expect(exactSum([2 ** -600], [2 ** -470])).toBe(2 ** -1070);
  expect(exactSum([], [])).toBe(0);
});
