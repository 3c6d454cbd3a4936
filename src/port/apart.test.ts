import { describe, expect, test } from 'vitest';
import { apart, relativeDifference } from './precision.ts';

describe('apart', () => {
  test('counts the tolerance, where there was one', () => {
    expect(apart(1, 1.5, 'f64', 0.25)).toBe('2 times the tolerance of 0.25');
    expect(apart(1, 1 + 1e-3, 'f64', 1e-12)).toBe('1e+9 times the tolerance of 1.0e-12');
  });

  test('counts ulps between floats of one sign, and nothing else', () => {
    expect(apart(0.5, 0.5 + 2 ** -53, 'f64')).toBe('1 ulp apart');
    expect(apart(0.5, 0.5 + 2 ** -52, 'f64')).toBe('2 ulps apart');
    expect(apart(0.5, 0.5 + 2 ** -40, 'f32')).toBe('less than 1 ulp apart');
    expect(apart(0.5, -0.5, 'f64')).toBeNull();
    expect(apart(0, 0.5, 'f64')).toBeNull();
    expect(apart(3, 4, 'f64')).toBeNull();
  });

  test('says nothing of what is no number, nor of a bound that is none', () => {
    expect(apart(Number.NaN, Number.NaN, 'f64')).toBeNull();
    expect(apart(1, Infinity, 'f64', 1)).toBeNull();
    expect(apart(1, 2, 'f64', Number.NaN)).toBeNull();
  });
});

test('the relative difference is what a reader sees', () => {
  expect(relativeDifference(1, 2)).toBe(0.5);
  expect(relativeDifference(1, -1)).toBe(1);
  expect(relativeDifference(0, 0.1)).toBe(1);
  expect(relativeDifference(1, Number.NaN)).toBe(1);
});
