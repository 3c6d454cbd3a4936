import { describe, expect, test } from 'vitest';
import { fixed, fullPrecisionStepText, repr, sampleText, stepText } from './runOutput.ts';

describe('the text of a run', () => {
  test('pads steps and samples as microgpt.py does', () => {
    expect(stepText(1, 1000, 3.3659669475848504)).toBe('step    1 / 1000 | loss 3.3660\r');
    expect(stepText(12345, 20000, 2)).toBe('step 12345 / 20000 | loss 2.0000\r');
    expect(sampleText(1, 'kamon')).toBe('sample  1: kamon\n');
    expect(sampleText(100, '')).toBe('sample 100: \n');
  });

  test('has losses that read back exactly at full precision', () => {
    const line = fullPrecisionStepText(2, 10, 3.4242727838717717);
    expect(line).toBe('step    2 /   10 | loss 3.4242727838717717\n');
  });

  // Expected values are those of CPython's f"{x:.4f}".
  test.each([
    [2.6497, '2.6497'],
    [0.03125, '0.0312'],
    [0.09375, '0.0938'],
    [0.15625, '0.1562'],
    [2.00005, '2.0000'],
    [1.00015, '1.0002'],
    [-0.03125, '-0.0312'],
    [-0, '-0.0000'],
    [-1e-9, '-0.0000'],
    [1e21, '1000000000000000000000.0000'],
    [-1e22, '-10000000000000000000000.0000'],
    [NaN, 'nan'],
    [Infinity, 'inf'],
    [-Infinity, '-inf'],
  ])('rounds %d to 4 decimals as CPython does', (x, text) => {
    expect(fixed(x)).toBe(text);
  });

  test('writes what JSON and JavaScript have no common word for as Python does', () => {
    expect([NaN, Infinity, -Infinity, -0, 0.1].map(repr)).toEqual(['nan', 'inf', '-inf', '-0.0', '0.1']);
  });
});
