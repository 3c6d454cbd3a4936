import { exact, nearestDouble } from './rational.ts';

/** Veltkamp's constant: splits a double into two halves of 26 bits. */
const SPLITTER = 2 ** 27 + 1;
/** Between these, no step of the fast path overflows or loses bits below the smallest subnormal. */
const LEAST = 2 ** -900;
const GREATEST = 2 ** 900;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/**
 * a b + c with one rounding, which JavaScript has no operation for.
 *
 * The product is split into two doubles without error (Dekker); of the sum of three, the two small parts are rounded to
 * odd, so that the last addition rounds as if it saw all bits (Boldo and Melquiond, Emulation of FMA, 2008).
 *
 * @returns the double nearest to the exact a b + c; a * b + c where an argument is not finite
 */
export function fma(a: number, b: number, c: number): number {
  if (a === 0 || b === 0) return a * b + c;
  const high = a * b;
  if (!(fits(a) && fits(b) && fits(high) && (c === 0 || fits(c)))) return slowFma(a, b, c);
  const low = productError(a, b, high);
  const t = c + low;
  const tError = sumError(c, low, t);
  const v = high + t;
  const vError = sumError(high, t, v);
  return v + sumToOdd(tError, vError);
}

/** a b + c by exact integers, for arguments of any size. */
export function slowFma(a: number, b: number, c: number): number {
  if (!(Number.isFinite(a) && Number.isFinite(b) && Number.isFinite(c))) return a * b + c;
  const [x, y, z] = [exact(a), exact(b), exact(c)];
  const product = { mantissa: x.mantissa * y.mantissa, exponent: x.exponent + y.exponent };
  const least = Math.min(product.exponent, z.exponent, 0);
  const sum = (product.mantissa << BigInt(product.exponent - least)) + (z.mantissa << BigInt(z.exponent - least));
  return sum === 0n ? a * b + c : nearestDouble(sum, 1n << BigInt(-least));
}

function fits(x: number): boolean {
  const magnitude = Math.abs(x);
  return magnitude > LEAST && magnitude < GREATEST;
}

/** a b - fl(a b), exactly. */
function productError(a: number, b: number, product: number): number {
  const aHigh = highHalf(a);
  const bHigh = highHalf(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

function highHalf(x: number): number {
  const scaled = SPLITTER * x;
  return scaled - (scaled - x);
}

/** a + b - fl(a + b), exactly (Knuth). */
function sumError(a: number, b: number, sum: number): number {
  const bPart = sum - a;
  return a - (sum - bPart) + (b - bPart);
}

/** a + b rounded to odd: where it is not exact, that one of the two neighbours whose last bit is 1. */
function sumToOdd(a: number, b: number): number {
  const sum = a + b;
  const error = sumError(a, b, sum);
  double[0] = sum;
  if (error === 0 || words[0] & 1) return sum;
  // Toward the exact sum: away from 0 where the error has the sum's sign.
  if (error > 0 === sum > 0) words[0] |= 1;
  else if (words[0] === 0) {
    words[0] = 0xffffffff;
    words[1] -= 1;
  } else words[0] -= 1;
  return double[0];
}
