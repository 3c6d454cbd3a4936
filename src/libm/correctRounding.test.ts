import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ulps } from '../port/precision.ts';
import { cos, exp, log, pow, sin } from './correctRounding.ts';

const correct = { cos, exp, log, pow, sin };

/** Function, argument, and the nearest double to the value, by 300 bits of mpmath. */
const VALUES: readonly (readonly [name: 'exp' | 'log' | 'sin' | 'cos', x: number, value: number])[] = [
  ['exp', 1, Math.E],
  ['exp', -1, 0.36787944117144233],
  ['exp', 0.1, 1.1051709180756477],
  ['exp', -20.7, 1.0235385977594162e-9],
  ['exp', 1e-10, 1.0000000001],
  ['exp', -744.9, 5e-324],
  ['exp', 709.7, 1.6549840276802644e308],
  ['log', 2, Math.LN2],
  ['log', 0.05, -2.995732273553991],
  ['log', 0.9, -0.10536051565782628],
  ['log', 0.9999999999999999, -1.1102230246251565e-16],
  ['log', 1e-300, -690.7755278982137],
  ['log', 5e-324, -744.4400719213812],
  ['sin', 0.5, 0.479425538604203],
  ['sin', Math.PI, 1.2246467991473532e-16],
  ['sin', 6.28, -0.0031853017931379904],
  ['cos', 0.5, 0.8775825618903728],
  ['cos', 1.5707963267948966, 6.123233995736766e-17],
  ['cos', 6.28, 0.9999949269133752],
];

/** Base, exponent, and the nearest double to the power, likewise. */
const POWERS: readonly (readonly [x: number, y: number, value: number])[] = [
  [2, -0.5, Math.SQRT1_2],
  [0.3, -1.5, 6.0858061945018465],
  [0.85, 1000, 2.6237697113884267e-71],
  [0.99, 3, 0.970299],
  [7, -2, 0.02040816326530612],
  [1e-160, 2, 1e-320],
  [9, 0.5, 3.0],
];

/** V8's functions are within 1 ulp of the value, so within 1 of the nearest double. */
const near = (name: 'exp' | 'log' | 'sin' | 'cos', x: number) =>
  expect(ulps(correct[name](x), Math[name](x))).toBeLessThanOrEqual(1);

describe('correct rounding', () => {
  test.each(VALUES)('%s %d', (name, x, value) => expect(correct[name](x)).toBe(value));

  test.each(POWERS)('%d ^ %d', (x, y, value) => expect(correct.pow(x, y)).toBe(value));

  test('exact values', () => {
    expect([correct.exp(0), correct.log(1), correct.sin(0), correct.cos(0)]).toEqual([1, 0, 0, 1]);
    expect([correct.pow(9, 0.5), correct.pow(-2, 3), correct.pow(4, -1.5)]).toEqual([3, -8, 0.125]);
  });

  test('is next to what V8 gives', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 6, noNaN: true }), (x) => {
        near('exp', x);
        near('exp', -x);
        near('log', x);
        near('sin', x);
        near('cos', x);
      }),
      { seed: 42 },
    );
  });

  test('reciprocals, squares and roots are those of IEEE 754', () => {
    fc.assert(
      fc.property(fc.double({ min: 2 ** -500, max: 2 ** 500, noNaN: true }), (x) => {
        expect([correct.pow(x, -1), correct.pow(x, 2), correct.pow(x, 0.5)]).toEqual([1 / x, x * x, Math.sqrt(x)]);
      }),
      { seed: 42 },
    );
  });

  test('an exponent that is no multiple of 0.5 is rejected', () => {
    expect(() => correct.pow(2, 0.3)).toThrow(RangeError);
  });
});
