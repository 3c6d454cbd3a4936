import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ARITHMETIC } from './arithmetic.ts';
import { SUM_FORMS } from './sums.ts';

const { f64, f32 } = ARITHMETIC;

/** Products whose sum depends on how they are added: 2**53, 1 and 1 have a sum of 2**53 + 2. */
const TELLING: Readonly<Record<string, number>> = {
  'a sum from the right': 2 ** 53 + 2,
  'a pairwise sum': 2 ** 53 + 2,
  "Kahan's compensated sum": 2 ** 53 + 2,
  'a sum in a wider type, rounded at its end': 2 ** 53 + 2,
  'a sum in float32': 2 ** 53,
};

describe('a way to add', () => {
  test.each(Object.entries(TELLING))('%s', (words, sum) => {
    const form = SUM_FORMS.find((one) => one.words === words);
    expect(form?.dot([2 ** 53, 1, 1], [1, 1, 1], f64)).toBe(sum);
  });

  test('a fused multiply-add rounds a product and its sum once', () => {
    const [x, y] = [1 + 2 ** -30, 1 - 2 ** -30];
    const form = SUM_FORMS.find(({ words }) => words === 'a fused multiply-add');
    expect(form?.dot([1, x], [-1, y], f64)).toBe(-(2 ** -60));
    expect(form?.dot([1, 1 + 2 ** -20], [-1, 1 - 2 ** -20], f32)).toBe(-(2 ** -40));
  });

  test('a sum that starts at its first term keeps the sign of a 0', () => {
    const form = SUM_FORMS.find(({ words }) => words.includes('first term'));
    expect(form?.dot([-1], [0], f64)).toBe(-0);
  });

  test('subnormal products are 0 where they are flushed', () => {
    const form = SUM_FORMS.find(({ words }) => words.includes('subnormal'));
    expect(form?.dot([2 ** -600], [2 ** -440], f64)).toBe(0);
    expect(form?.dot([2 ** -70], [2 ** -66], f32)).toBe(0);
    expect(form?.dot([2 ** -70], [2 ** -20], f32)).toBe(2 ** -90);
  });

  test('every one of them adds small integers exactly', () => {
    const integers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(integers, (list) => {
        const sum = list.reduce((total, x) => total + x * x, 0);
        for (const { dot } of SUM_FORMS)
          for (const arithmetic of [f64, f32]) expect(dot(list, list, arithmetic)).toBe(sum);
      }),
    );
  });
});
