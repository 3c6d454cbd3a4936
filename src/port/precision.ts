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

/** Significant digits of a multiple of a tolerance. */
const MULTIPLE_DIGITS = 2;

/**
 * How far apart two numbers are, in words: in multiples of what was allowed, or where nothing was, in representable numbers
 * between two of one sign. null where neither says anything: one is not finite, or both are integers, as lengths and tokens are.
 *
 * @param dtype - the type that they are of
 * @param bound - the difference that was allowed; 0, or the smallest normal number, where none was
 */
export function apart(want: number, got: number, dtype: Dtype, bound = 0): string | null {
  const difference = Math.abs(want - got);
  if (!Number.isFinite(difference) || !Number.isFinite(bound)) return null;
  if (bound > SMALLEST_NORMAL[dtype])
    return `${multiple(difference / bound)} times the tolerance of ${bound.toPrecision(MULTIPLE_DIGITS)}`;
  if ((Number.isInteger(want) && Number.isInteger(got)) || want * got <= 0) return null;
  const between = ulps(want, got, dtype);
  if (between === 0 && want !== got) return 'less than 1 ulp apart';
  return between === 1 ? '1 ulp apart' : Number.isInteger(between) ? `${between} ulps apart` : null;
}

/** The share of the larger of two numbers that they are apart; 1 where one is not finite or their signs differ. */
export function relativeDifference(want: number, got: number): number {
  const share = Math.abs(want - got) / Math.max(Math.abs(want), Math.abs(got));
  return Number.isFinite(share) ? Math.min(1, share) : 1;
}

function multiple(share: number): string {
  return share < 1e6 ? String(Number(share.toPrecision(MULTIPLE_DIGITS))) : share.toExponential(0);
}

/** The place of a number in the order of all numbers of its type, 0 at 0. */
function ordinal(x: number, dtype: Dtype): bigint {
  const view = new DataView(new ArrayBuffer(8));
  if (dtype === 'f32') view.setFloat32(4, Math.abs(x));
  else view.setFloat64(0, Math.abs(x));
  const magnitude = view.getBigUint64(0);
  return x < 0 ? -magnitude : magnitude;
}
