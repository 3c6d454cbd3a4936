import { describe, expect, test } from 'vitest';
import { dtypeOf, inPrecision, isEither } from './readPrecision.ts';
import { SMALL } from './stepForms.fixture.ts';

const single = (x: number) => Math.fround(x);
const arrayOf = (values: readonly number[]) => [
  { name: '', shape: [values.length], values: Float64Array.from(values) },
];
const NUMBERS = Array.from({ length: 20 }, (_, i) => Math.sin(i + 1));

describe('dtypeOf', () => {
  const wte = SMALL.params?.wte ?? [];
  const wteSingle = wte.map((row) => row.map(single));

  test('is f32 where all numbers of params and grad are, whatever else is', () => {
    expect(dtypeOf([SMALL])).toBe('f64');
    expect(dtypeOf([{ ...SMALL, params: { wte: wteSingle }, grad: null }])).toBe('f32');
    expect(dtypeOf([{ ...SMALL, params: { wte: wteSingle }, grad: { wte } }])).toBe('f64');
    expect(dtypeOf([{ ...SMALL, params: { wte: wteSingle }, grad: { wte: [[Number.NaN, Infinity]] } }])).toBe('f32');
  });

  test('is f64 where there are none', () => {
    expect(dtypeOf([{ ...SMALL, params: null, grad: null }])).toBe('f64');
  });
});

test('short numbers alone do not tell the arithmetic', () => {
  const only = (...rows: number[][]) => [{ ...SMALL, params: { wte: rows }, grad: null }];
  expect(isEither(only([0.5, -0.75, 0, 3, 2 ** -40]))).toBe(true);
  expect(dtypeOf(only([0.5, -0.75, 0]))).toBe('f32');
  expect(isEither(only([0.5, single(0.1)]))).toBe(false);
  expect(isEither(only([0.5, 0.1]))).toBe(false);
  expect(isEither([{ ...SMALL, params: null, grad: null }])).toBe(false);
});

describe('inPrecision', () => {
  test('takes float32 in decimals for float32, beside NaN too', () => {
    const printed = [...NUMBERS.map((x) => Number(single(x).toPrecision(9))), Number.NaN];
    const { arrays, isSingle } = inPrecision(arrayOf(printed), 'grad', true);
    expect([...arrays[0].values]).toEqual([...NUMBERS.map(single), Number.NaN]);
    expect(isSingle).toBe(true);
  });

  test('leaves doubles', () => {
    expect(inPrecision(arrayOf(NUMBERS), 'grad', true)).toEqual({ arrays: arrayOf(NUMBERS), isSingle: false });
  });

  test.each([4, 8, 10, 12])('refuses numbers that were computed and have %d decimals', (digits) => {
    const rounded = NUMBERS.map((x) => Number(x.toFixed(digits)));
    expect(() => inPrecision(arrayOf(rounded), 'grad', true)).toThrow(
      /^step: the numbers of grad are rounded to \d+ digits/,
    );
    expect(inPrecision(arrayOf(rounded), 'params', false).isSingle).toBe(false);
  });
});
