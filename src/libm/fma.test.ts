import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fma, slowFma } from './fma.ts';

const U = 2 ** -53;
const any = fc.double({ noNaN: true, noDefaultInfinity: true });
/** Numbers whose products and sums stay in range, some of them nearly cancelling. */
const moderate = fc.double({ min: -(2 ** 40), max: 2 ** 40, noNaN: true });

describe('fma', () => {
  test('rounds once', () => {
    expect(0.1 * 10 - 1).toBe(0);
    expect(fma(0.1, 10, -1)).toBe(2 ** -54);
    expect(fma(1 + 2 * U, 1 + 2 * U, -1)).toBe(4 * U + 4 * U * U);
    // A tie of 1 + U is broken by what lies far below.
    expect(fma(2 ** -80, 2 ** -80, 1 + 2 * U)).toBe(1 + 2 * U);
    expect(fma(U, 1 + 2 * U, 1)).toBe(1 + 2 * U);
    expect(fma(U, 1 - U, 1)).toBe(1);
  });

  test('is what exact integers give', () => {
    fc.assert(
      fc.property(moderate, moderate, moderate, (a, b, c) => {
        expect(fma(a, b, c)).toBe(slowFma(a, b, c));
      }),
      { seed: 42, numRuns: 2000 },
    );
  });

  test('is what exact integers give where the sum nearly cancels', () => {
    fc.assert(
      fc.property(moderate, moderate, fc.integer({ min: -8, max: 8 }), (a, b, k) => {
        const c = -(a * b) * (1 + k * U);
        expect(fma(a, b, c)).toBe(slowFma(a, b, c));
      }),
      { seed: 42, numRuns: 2000 },
    );
  });

  test('is what exact integers give for numbers of any size', () => {
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        expect(fma(a, b, c)).toBe(slowFma(a, b, c));
      }),
      { seed: 42, numRuns: 1000 },
    );
  });

  test('is a b + c where that is not finite', () => {
    expect(fma(Infinity, 1, 1)).toBe(Infinity);
    expect(fma(Infinity, 0, 1)).toBeNaN();
    expect(fma(2 ** 1000, 2 ** 1000, 1)).toBe(Infinity);
  });
});
