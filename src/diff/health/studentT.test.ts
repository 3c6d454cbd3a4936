import { expect, test } from 'vitest';
import { twoSidedTail } from './studentT.ts';

/** Published critical values have 4 digits; 4 in the last place change a tail of 0.05 by 1e-5 of it or more. */
const DIGITS = 4;

test.each([
  [12.706, 1, 0.05],
  [4.3027, 2, 0.05],
  [3.1824, 3, 0.05],
  [2.2281, 10, 0.05],
  [3.1693, 10, 0.01],
  [3.4602, 60, 0.001],
  [1.9983, 63, 0.05],
])('t = %d with %d degrees of freedom has a tail of %d (published tables)', (t, df, tail) => {
  expect(twoSidedTail(t, df)).toBeCloseTo(tail, DIGITS);
  expect(twoSidedTail(-t, df)).toBe(twoSidedTail(t, df));
});

test('the tail falls from 1 at 0 to 0 at infinity, and is NaN for NaN', () => {
  expect([0, Infinity, NaN].map((t) => twoSidedTail(t, 63))).toEqual([1, 0, NaN]);
});

test('with one and two degrees of freedom it is the arc tangent and a root', () => {
  expect(twoSidedTail(1, 1)).toBeCloseTo(0.5, 14);
  expect(twoSidedTail(Math.SQRT2, 2)).toBeCloseTo(1 - Math.SQRT1_2, 14);
});
