import { expect, test } from 'vitest';
import { CATALOGUE } from '../../deviations/catalogue.ts';
import { canChoose, evidenceBits } from './evidence.ts';

const FOUR_DECIMALS = 5e-5;

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
