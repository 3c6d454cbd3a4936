import { describe, expect, test } from 'vitest';
import { cutOffNumber } from './cutNumber.ts';

const NUMBERS = Array.from({ length: 20 }, (_, i) => Math.sin(i + 1) / 9);

describe('a dump that ends with a number and no line end', () => {
  test.each<[form: string, print: (x: number) => string]>([
    ['%.6f', (x) => x.toFixed(6)],
    ['%.17g', (x) => x.toPrecision(17)],
    ['%.8e', (x) => x.toExponential(8)],
    ['the shortest form', String],
  ])('in %s is cut off where that has fewer digits than the others', (_, print) => {
    const text = NUMBERS.map(print).join(' ');
    expect(cutOffNumber(text)).toBeNull();
    expect(cutOffNumber(`${text}\n`)).toBeNull();
    expect(cutOffNumber(text.slice(0, -5))).toBe(print(NUMBERS[19]).slice(0, -5));
  });

  test.each([
    ['few numbers', '0.123456 0.123456 0.1'],
    ['numbers of all lengths', `${NUMBERS.join(' ')} 0.5 0.25 0.5`],
    ['zeros among them', `${NUMBERS.join(' ')} 0 0 0`],
    ['JSON', `[${NUMBERS.join(', ')}, 0.5]`],
    ['no number', 'hello'],
  ])('of %s is not known to be', (_, text) => {
    expect(cutOffNumber(text)).toBeNull();
  });
});
