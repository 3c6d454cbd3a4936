/** A decimal as C, Fortran (`1.5d-3`) and Rust (`1.5_f64`) write it, with the suffixes of their literals. */
const DECIMAL = /^([-+]?(?:\d+\.?\d*|\.\d+))(?:[ed]([-+]?\d+))?(?:[fl]|_?f32|_?f64)?$/i;
/** Julia's float32: `1.5f-3`. */
const JULIA = /^([-+]?(?:\d+\.?\d*|\.\d+))f([-+]?\d+)$/i;
/** C's `%a`, Python's `float.hex`: `0x1.8p+1`. */
const HEXADECIMAL = /^([-+]?)0x([\da-f]*)\.?([\da-f]*)p([-+]?\d+)$/i;
const NOT_A_NUMBER = /^[-+]?nan$/i;
const INFINITE = /^([-+]?)inf(?:inity)?$/i;
const INTEGER = /^[-+]?\d+$/;

const BITS_PER_HEX_DIGIT = 4;

/**
 * Reads a token that is a number as a whole.
 *
 * @param token - without the white space and punctuation around it
 * @returns the nearest double, or null where it is a word, such as `layer0.attn_wq`
 */
export function numberOf(token: string): number | null {
  const decimal = DECIMAL.exec(token) ?? JULIA.exec(token);
  if (decimal !== null) return Number(`${decimal[1]}e${decimal[2] ?? 0}`);
  if (NOT_A_NUMBER.test(token)) return NaN;
  const infinite = INFINITE.exec(token);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  const hexadecimal = HEXADECIMAL.exec(token);
  return hexadecimal === null ? null : hexadecimalOf(hexadecimal);
}

/** Whether a token is an integer: a size, an index, or 0. */
export function isInteger(token: string): boolean {
  return INTEGER.test(token);
}

function hexadecimalOf([, sign, whole, fraction, exponent]: RegExpExecArray): number | null {
  if (whole === '' && fraction === '') return null;
  const power = Number(exponent) - BITS_PER_HEX_DIGIT * fraction.length;
  const half = Math.trunc(power / 2); // in two factors, since 2 ** -1078 alone would be 0
  const magnitude = Number(`0x${whole}${fraction}`) * 2 ** half * 2 ** (power - half);
  return sign === '-' ? -magnitude : magnitude;
}
