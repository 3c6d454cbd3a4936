import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digitsOf, isInteger, NUMBER_SOURCE, parseNumber } from './number.ts';

/** As C's %.17g. */
const seventeenDigits = (x: number) => (Object.is(x, -0) ? '-0' : x.toExponential(16));

/** As C's %a, from the bits: sign, 11 bits of exponent, 52 of fraction. */
function hexadecimal(x: number): string {
  const bits = Buffer.from(Float64Array.of(x).buffer).readBigUInt64LE();
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = (bits & (2n ** 52n - 1n)).toString(16).padStart(13, '0');
  return `${bits >> 63n ? '-' : ''}0x${Math.min(exponent, 1)}.${fraction}p${Math.max(exponent, 1) - 1023}`;
}

const NUMBERS: readonly (readonly [text: string, value: number])[] = [
  ['0.1', 0.1],
  ['-.5', -0.5],
  ['5.', 5],
  ['+1e-5', 1e-5],
  ['1.5D-03', 0.0015],
  ['0.1f', 0.1],
  ['0.1f32', 0.1],
  ['0.1_f64', 0.1],
  ['0.1L', 0.1],
  ['3,36', 3.36],
  ['3.36d0', 3.36],
  ['1.5f-3', 0.0015],
  ['1.5f0', 1.5],
  ['0x1.8p+1', 3],
  ['-0X1P-1074', -5e-324],
  ['0x0.0000000000001p-1022', 5e-324],
  ['0x1.0p-1074', 5e-324],
  ['NaN', NaN],
  ['-nan', NaN],
  ['-nan(ind)', NaN],
  ['nan(0x8000000000000)', NaN],
  ['+nan.0', NaN],
  ['NaN32', NaN],
  ['1.5NaN', NaN],
  ['1.#QNAN', NaN],
  ['-1.#IND00', NaN],
  ['inf', Infinity],
  ['+Inf', Infinity],
  ['-Infinity', -Infinity],
  ['-inf.0', -Infinity],
  ['-Inf32', -Infinity],
  ['1.0Inf', Infinity],
  ['-1.#INF00', -Infinity],
  ['-∞', -Infinity],
  ['-0', -0],
];

describe('a text that is a number', () => {
  test.each(NUMBERS)('%s is read', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  test.each(NUMBERS)('%s is found within a line', (text) => {
    expect(new RegExp(`loss=(${NUMBER_SOURCE})(?!\\w)`, 'i').exec(`step=1 loss=${text} lr=0.01`)?.[1]).toBe(text);
  });

  test.each([
    'wte',
    'layer0.attn_wq',
    '27x16',
    '1.2.3',
    'e5',
    '0x1',
    '0xp1',
    '.',
    '-',
    '',
    'infinite',
    'nan(',
    'nano',
    '1.#J',
    '3,',
    '3,366,000',
    '1e',
  ])('%j is a word', (token) => {
    expect(parseNumber(token)).toBeNull();
  });

  test('every double reads back from 17 digits, and from hexadecimal', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(parseNumber(seventeenDigits(x))).toBe(x);
        expect(parseNumber(hexadecimal(x))).toBe(x);
      }),
      { examples: [[5e-324], [Number.MAX_VALUE], [2 ** -1022], [-0]] },
    );
  });

  test('integers are told from other numbers', () => {
    expect(['27', '-0', '0.0', '1e3', 'x'].map(isInteger)).toEqual([true, true, false, false, false]);
  });
});

describe('the digits of a number', () => {
  test.each([
    ['3.3660', 4, 5],
    ['-3,36', 2, 3],
    ['0.0312', 4, 3],
    ['33.66e-1', 3, 4],
    ['3.36f-2', 4, 3],
    ['3.36f', 2, 3],
    ['3.36_f32', 2, 3],
    ['12', 0, 2],
    ['120e1', 0, 3],
    ['0x1.aed8p+1', 4, 5],
    ['0x1.aed9eba16132cp+1', 15, 15],
    ['nan', 0, 0],
    ['word', 0, 0],
  ])('%s has %i decimals and %i significant ones', (text, decimals, significant) => {
    expect(digitsOf(text)).toEqual({ decimals, significant });
  });
});
