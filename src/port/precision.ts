import type { PortInfo } from './port.ts';

/** A class of arithmetic that a port may compute in. */
export type Dtype = PortInfo['dtype'];

/** Half the distance from 1 to the next number: the largest relative error of one rounding (spec/numerics.md). */
export const UNIT_ROUNDOFF: Readonly<Record<Dtype, number>> = { f64: 2 ** -53, f32: 2 ** -24 };

/** The smallest positive normal number; below it relative error is no measure any more. */
export const SMALLEST_NORMAL: Readonly<Record<Dtype, number>> = { f64: 2 ** -1022, f32: 2 ** -126 };

/** Relative tolerance of each precision class against golden data (spec/numerics.md, "Classes"). */
export const CLASS_TOLERANCE: Readonly<Record<Dtype, number>> = { f64: 1e-12, f32: 1e-5 };

/**
 * gamma_n = n u / (1 - n u): the largest relative error of n roundings in a row (Higham, Accuracy and Stability of
 * Numerical Algorithms, lemma 3.1).
 *
 * @param n - number of roundings
 * @param dtype - the arithmetic
 */
export function gamma(n: number, dtype: Dtype): number {
  const nu = n * UNIT_ROUNDOFF[dtype];
  return nu / (1 - nu);
}

/**
 * The distance of two numbers, counted in representable numbers between them.
 *
 * @param dtype - the type that they are of; doubles by default
 * @returns a count >= 0; Infinity where just one is NaN or their distance is beyond 2**53
 */
export function ulps(a: number, b: number, dtype: Dtype = 'f64'): number {
  if (Object.is(a, b) || a === b) return 0;
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : Infinity;
  const distance = ordinal(a, dtype) - ordinal(b, dtype);
  const count = Number(distance < 0n ? -distance : distance);
  return count <= Number.MAX_SAFE_INTEGER ? count : Infinity;
}

/**
 * How far apart two numbers are, in words; null where a distance says nothing: one is NaN, or both are integers, as
 * lengths, tokens and signs are.
 *
 * @param dtype - the type that they are of
 */
export function distance(want: number, got: number, dtype: Dtype): string | null {
  if (Number.isNaN(want) || Number.isNaN(got) || (Number.isInteger(want) && Number.isInteger(got))) return null;
  const apart = ulps(want, got, dtype);
  return Number.isInteger(apart) ? `${apart} ulps` : `delta ${Math.abs(want - got)}`;
}

/** The place of a number in the order of all numbers of its type, 0 at 0. */
function ordinal(x: number, dtype: Dtype): bigint {
  const view = new DataView(new ArrayBuffer(8));
  if (dtype === 'f32') view.setFloat32(4, Math.abs(x));
  else view.setFloat64(0, Math.abs(x));
  const magnitude = view.getBigUint64(0);
  return x < 0 ? -magnitude : magnitude;
}
