import { describe, expect, test } from 'vitest';
import type { LossEvent } from './log.ts';
import { halfUnit, printFormat } from './printed.ts';

const events = (...texts: string[]): LossEvent[] =>
  texts.map((text, i) => ({ kind: 'loss', step: i + 1, num_steps: 1000, value: Number(text), text }));
const halves = (...texts: string[]) => events(...texts).map((event) => halfUnit(printFormat(events(...texts)), event));

describe('the digits of a log', () => {
  test('%.4f has 4 decimals in every line', () => {
    expect(printFormat(events('3.3660', '0.0312', '12.5000'))).toEqual({ decimals: 4, significant: 5 });
    expect(halves('3.3660', '0.0312', '12.5000')).toEqual([5e-5, 5e-5, 5e-5]);
  });

  test('a line whose trailing zeros were left out has the digits of the others', () => {
    expect(halves('3.366', '2.1234', '2', '1.9876', '2.5321')).toEqual(Array(5).fill(5e-5));
  });

  test('%g has fewer decimals where there are more digits before the point', () => {
    expect(halves('3.36597', '2.12345', '12.3457')).toEqual([5e-6, 5e-6, 5e-5]);
  });

  test('a number that round-trips has more digits than a double resolves', () => {
    const [half] = halves('3.3659669475848504', '2.6496862175385');
    expect(half).toBeLessThan(2 ** -52);
  });

  test('an exponent counts', () => {
    expect(halves('3.3660e+00', '2.1234e+00')).toEqual([5e-5, 5e-5]);
    expect(halves('33.66e-1')).toEqual([0.5e-3]);
  });

  test('lines of another format do not take part in it', () => {
    expect(halves('3.3660', '3.1234', '2.6496862175385')).toEqual([5e-5, 5e-5, 5e-14]);
  });

  test('a log without finite losses has none', () => {
    expect(printFormat(events('nan'))).toEqual({ decimals: 0, significant: 0 });
    expect(printFormat([])).toEqual({ decimals: 0, significant: 0 });
  });
});
