import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isInteger, numberOf } from './numberToken.ts';

/** As C's %.17g. */
const seventeenDigits = (x: number) => (Object.is(x, -0) ? '-0' : x.toExponential(16));

/** As C's %a, from the bits: sign, 11 bits of exponent, 52 of fraction. */
function hexadecimal(x: number): string {
  const bits = Buffer.from(Float64Array.of(x).buffer).readBigUInt64LE();
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = (bits & (2n ** 52n - 1n)).toString(16).padStart(13, '0');
  return `${bits >> 63n ? '-' : ''}0x${Math.min(exponent, 1)}.${fraction}p${Math.max(exponent, 1) - 1023}`;
}

describe('a token that is a number', () => {
  test.each([
    ['0.1', 0.1],
    ['-.5', -0.5],
    ['5.', 5],
    ['+1e-5', 1e-5],
    ['1.5D-03', 0.0015],
    ['0.1f', 0.1],
    ['0.1f32', 0.1],
    ['0.1_f64', 0.1],
    ['1.5f-3', 0.0015],
    ['1.5f0', 1.5],
    ['0x1.8p+1', 3],
    ['-0X1P-1074', -5e-324],
    ['0x0.0000000000001p-1022', 5e-324],
    ['0x1.0p-1074', 5e-324],
    ['NaN', NaN],
    ['-nan', NaN],
    ['inf', Infinity],
    ['-Infinity', -Infinity],
    ['-0', -0],
  ])('%s is read', (token, value) => {
    expect(numberOf(token)).toBe(value);
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
    '1e',
  ])('%j is a word', (token) => {
    expect(numberOf(token)).toBeNull();
  });

  test('every double reads back from 17 digits, and from hexadecimal', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(numberOf(seventeenDigits(x))).toBe(x);
        expect(numberOf(hexadecimal(x))).toBe(x);
      }),
      { examples: [[5e-324], [Number.MAX_VALUE], [2 ** -1022], [-0]] },
    );
  });

  test('integers are told from other numbers', () => {
    expect(['27', '-0', '0.0', '1e3', 'x'].map(isInteger)).toEqual([true, true, false, false, false]);
  });
});
