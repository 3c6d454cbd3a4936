import { NON_FINITE_SOURCE, readNonFinite } from '../port/nonFinite.ts';

/**
 * A decimal as languages write it: with a point, or a decimal comma (.NET in some locales); with the exponent of Julia
 * (`3.36f0`), or of C (`e`) or Lisp and Fortran (`3.36d0`) and the suffix of a literal (`1.5f`, `1.5L`, Rust's `1.5_f64`).
 */
const DECIMAL =
  /^([-+]?(?:\d+(?:\.\d*|,\d+)?|\.\d+))(?:f(?!(?:32|64)(?!\d))([-+]?\d+)|(?:[ed]([-+]?\d+))?(?:_?f(?:32|64)|[fl])?)$/i;
/** C's `%a`, Python's `float.hex`: `0x1.8p+1`. */
const HEXADECIMAL = /^([-+]?)0x(?=\.?[\da-f])([\da-f]*)\.?([\da-f]*)p([-+]?\d+)$/i;
const INTEGER = /^[-+]?\d+$/;

const BITS_PER_HEX_DIGIT = 4;

/** A number within other text, for regular expressions that ignore case: what `parseNumber` takes. It has no groups. */
export const NUMBER_SOURCE = `(?:${NON_FINITE_SOURCE}|${within(HEXADECIMAL)}|${within(DECIMAL)})`;

/** With how many digits a number is printed. */
export interface Digits {
  /** Digits behind the point, the exponent counted in: 3 of `33.66e-1`. */
  readonly decimals: number;
  /** Significant digits: 4 of it. */
  readonly significant: number;
}

/**
 * Reads a number as a port may print it.
 *
 * @param text - without white space around it
 * @returns the nearest double; NaN and infinities where the text is a name for them; null where it is no number, such as
 * `layer0.attn_wq`
 */
export function parseNumber(text: string): number | null {
  const decimal = DECIMAL.exec(text);
  if (decimal !== null) return Number(`${decimal[1].replace(',', '.')}e${exponentOf(decimal)}`);
  const hexadecimal = HEXADECIMAL.exec(text);
  return hexadecimal === null ? readNonFinite(text) : hexadecimalOf(hexadecimal);
}

/** Whether a number's text has neither a fraction nor an exponent and is finite. */
export function isInteger(text: string): boolean {
  return INTEGER.test(text);
}

/** The digits of a number's text. Those of a hexadecimal one are as many decimal ones as resolve less; others have none. */
export function digitsOf(text: string): Digits {
  const decimal = DECIMAL.exec(text);
  if (decimal !== null) {
    const [whole, fraction = ''] = decimal[1].replace(/^[-+]/, '').split(/[.,]/);
    return {
      decimals: Math.max(0, fraction.length - exponentOf(decimal)),
      significant: (whole + fraction).replace(/^0+/, '').length,
    };
  }
  const [, , whole = '', fraction = '', exponent = 0] = HEXADECIMAL.exec(text) ?? [];
  const bits = BITS_PER_HEX_DIGIT * fraction.length - Number(exponent);
  const significantBits = BigInt(`0x0${whole}${fraction}`).toString(2).replace(/^0+/, '').length;
  const digits = (count: number) => Math.max(0, Math.floor(count * Math.log10(2)));
  return { decimals: digits(bits), significant: digits(significantBits) };
}

/** The exponent of a decimal, 0 where it has none. */
function exponentOf([, , julia, exponent]: RegExpExecArray): number {
  return Number(julia ?? exponent ?? 0);
}

function hexadecimalOf([, sign, whole, fraction, exponent]: RegExpExecArray): number {
  const power = Number(exponent) - BITS_PER_HEX_DIGIT * fraction.length;
  const half = Math.trunc(power / 2); // in two factors, since 2 ** -1078 alone would be 0
  const magnitude = Number(`0x${whole}${fraction}`) * 2 ** half * 2 ** (power - half);
  return sign === '-' ? -magnitude : magnitude;
}

/** The source of a pattern for a whole text, without what ties it to the ends, and without its groups. */
function within({ source }: RegExp): string {
  return source.slice(1, -1).replaceAll(/\((?!\?)/g, '(?:');
}
