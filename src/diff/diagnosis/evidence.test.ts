import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../deviations/catalogue.ts';
import { canChoose, evidenceBits, isSupported, LEAST_MEDIAN, LEAST_UNITS, supportBy } from './evidence.ts';

const FOUR_DECIMALS = 5e-5;

const supportOf = (units: readonly number[]) => supportBy(units);
const someUnits = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { maxLength: 30 });

test('a loss with four decimals tells 13 bits, one in full no more than f64 lets it', () => {
  expect(evidenceBits([FOUR_DECIMALS])).toBeCloseTo(Math.log2(1e4), 6);
  expect(evidenceBits([0])).toBeCloseTo(Math.log2(1 / 2e-12), 6);
  expect(evidenceBits([FOUR_DECIMALS, FOUR_DECIMALS])).toBeCloseTo(2 * Math.log2(1e4), 6);
  expect(evidenceBits([5])).toBe(0);
});

test('one loss of four decimals does not choose among all known mistakes for pairs, three do for triples', () => {
  const bits = (losses: number) => evidenceBits(new Array(losses).fill(FOUR_DECIMALS));
  expect(canChoose(bits(1), 120)).toBe(true);
  expect(canChoose(bits(1), CATALOGUE.length ** 2)).toBe(false);
  expect(canChoose(bits(3), CATALOGUE.length ** 3)).toBe(true);
});

test('a choice twice as large takes one bit more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 }), fc.double({ min: 0, max: 40, noNaN: true }), (power, bits) => {
      expect(canChoose(bits + 1, 2 ** (power + 1))).toBe(canChoose(bits, 2 ** power));
      expect(canChoose(power + 6, 2 ** power)).toBe(true);
      expect(canChoose(power + 5.99, 2 ** power)).toBe(false);
    }),
  );
});

describe('support for one of several mistakes', () => {
  test('n units tell log2 n bits, less than one none', () => {
    expect(supportOf([32, 0.5, 4])).toEqual({ bits: 7, largest: 32, median: 4 });
    expect(supportOf([0, 0.99, 1])).toEqual({ bits: 0, largest: 1, median: 0.99 });
    expect(supportOf([])).toEqual({ bits: 0, largest: 0, median: 0 });
  });

  test('losses that one run has and the other lacks tell all', () => {
    expect(isSupported(supportOf([Number.POSITIVE_INFINITY]), 1e300)).toBe(true);
  });

  test('many small changes are not enough: one must reach the least units', () => {
    expect(isSupported(supportOf(new Array(1000).fill(LEAST_UNITS - 1)), 100)).toBe(false);
    expect(isSupported(supportOf([...new Array(1000).fill(LEAST_UNITS - 1), LEAST_UNITS]), 100)).toBe(true);
  });

  test('what most losses do not show is not enough: a run at a fork takes the other branch for any change', () => {
    const fork = (share: number) => Array.from({ length: 100 }, (_, i) => (i < share ? LEAST_UNITS * 4 : 0.1));
    expect(isSupported(supportOf(fork(40)), 100)).toBe(false);
    expect(isSupported(supportOf(fork(60)), 100)).toBe(true);
  });

  test('one large change is not enough: its bits must choose among all', () => {
    expect(isSupported(supportOf([LEAST_UNITS]), 100)).toBe(false);
    expect(isSupported(supportOf([LEAST_UNITS, LEAST_UNITS, LEAST_UNITS]), 100)).toBe(true);
  });

  test('more losses never tell less, in any order', () => {
    fc.assert(
      fc.property(someUnits, someUnits, fc.integer({ min: 1, max: 1e6 }), (some, more, count) => {
        const [few, many] = [supportOf(some), supportOf([...more, ...some])];
        expect(many.bits).toBeGreaterThanOrEqual(few.bits - 1e-9);
        expect(many.largest).toBeGreaterThanOrEqual(few.largest);
        expect(supportOf(some.toReversed()).bits).toBeCloseTo(few.bits, 6);
        const isEnough = few.largest >= LEAST_UNITS && few.median >= LEAST_MEDIAN && canChoose(few.bits, count);
        expect(isSupported(few, count)).toBe(isEnough);
      }),
    );
  });

  test('what is enough among many is enough among fewer', () => {
    fc.assert(
      fc.property(someUnits, fc.integer({ min: 1, max: 1e6 }), (units, count) => {
        const support = supportOf(units);
        expect(Number(isSupported(support, count))).toBeGreaterThanOrEqual(Number(isSupported(support, count * 2)));
      }),
    );
  });
});
