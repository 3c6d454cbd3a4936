import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bitLength, exact, integerSqrt, nearestDouble } from './rational.ts';

const LEAST = 2 ** -1074;

describe('rational numbers and doubles', () => {
  test('a double is its mantissa and exponent', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        const { mantissa, exponent } = exact(x);
        const [n, d] = exponent < 0 ? [mantissa, 1n << BigInt(-exponent)] : [mantissa << BigInt(exponent), 1n];
        expect(nearestDouble(n, d) + 0).toBe(x + 0);
      }),
      { seed: 42 },
    );
  });

  test('the nearest double to a quotient is what IEEE 754 division gives', () => {
    const integer = fc.integer({ min: 1 });
    fc.assert(
      fc.property(integer, integer, (a, b) => {
        expect(nearestDouble(BigInt(a), BigInt(b))).toBe(a / b);
      }),
      { seed: 42 },
    );
  });

  test('ties go to the even mantissa', () => {
    expect(nearestDouble(2n ** 53n + 1n, 1n)).toBe(2 ** 53);
    expect(nearestDouble(2n ** 53n + 3n, 1n)).toBe(2 ** 53 + 4);
    expect(nearestDouble(-(2n ** 53n) - 3n, 1n)).toBe(-(2 ** 53) - 4);
  });

  test('below the normal numbers there are fewer bits, above the greatest is infinity', () => {
    expect(nearestDouble(1n, 2n ** 1074n)).toBe(LEAST);
    expect(nearestDouble(1n, 2n ** 1075n)).toBe(0);
    expect(nearestDouble(3n, 2n ** 1075n)).toBe(2 * LEAST);
    expect(nearestDouble(2n ** 1024n, 1n)).toBe(Infinity);
    expect(nearestDouble(2n ** 1024n - 2n ** 970n, 1n)).toBe(Infinity);
    expect(nearestDouble(2n ** 1024n - 2n ** 970n - 1n, 1n)).toBe(Number.MAX_VALUE);
    expect(nearestDouble(0n, 1n)).toBe(0);
  });

  test('bits and integer roots', () => {
    expect([1n, 2n, 255n, 256n, 2n ** 100n].map(bitLength)).toEqual([1, 2, 8, 9, 101]);
    expect([0n, 1n, 3n, 4n, 99n, 10n ** 40n].map(integerSqrt)).toEqual([0n, 1n, 1n, 2n, 9n, 10n ** 20n]);
  });
});
