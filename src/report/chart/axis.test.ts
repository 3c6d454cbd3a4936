import { describe, expect, test } from 'vitest';
import { linearAxis, logarithmicAxis, roundRange } from './axis.ts';

describe('a linear scale', () => {
  const { at, ticks, written } = linearAxis([1, 4], [100, 400]);

  test('is as long for equal differences, upward as downward', () => {
    expect([1, 2.5, 4].map(at)).toEqual([100, 250, 400]);
    expect([0, 10].map(linearAxis([0, 10], [300, 0]).at)).toEqual([300, 0]);
  });

  test('writes round numbers, all with the decimals of one', () => {
    expect(ticks).toEqual([1, 1.5, 2, 2.5, 3, 3.5, 4]);
    expect(linearAxis([0, 1e-7], [0, 1], 1).written(1e-7).text).toBe('0.0000001');
    expect(ticks.map((tick) => written(tick).text)).toEqual(['1.0', '1.5', '2.0', '2.5', '3.0', '3.5', '4.0']);
  });

  test('a range is widened to round numbers', () => {
    expect(roundRange([1.57, 3.91])).toEqual([1.5, 4]);
    expect(roundRange([3, 3])).toEqual([2, 4]);
  });
});

describe('a logarithmic scale', () => {
  const { at, ticks, written } = logarithmicAxis([-4, 2], [600, 0], 2);

  test('is as long for equal ratios, and ends where it ends', () => {
    expect([1e-4, 1e-2, 1, 100].map(at)).toEqual([600, 400, 200, 0]);
    expect([0, 1e-9, 1e9, Infinity].map(at)).toEqual([600, 600, 0, 0]);
  });

  test('writes powers of ten', () => {
    expect(ticks).toEqual([1e-4, 1e-2, 1, 100]);
    expect(written(1e-4).text.replace(/<[^>]*>/g, '^')).toBe('10^-4^');
    const steps = logarithmicAxis([0, 3], [0, 300]);
    expect(steps.ticks.map((tick) => steps.written(tick).text)).toEqual(['1', '10', '100', '1000']);
  });
});
