import { CLASS_TOLERANCE, gamma as gammaOf, SMALLEST_NORMAL, UNIT_ROUNDOFF } from '../../src/port/precision.ts';
import { port } from './subject.ts';

/** The unit roundoff of the port's type: the largest relative error of one rounding (spec/numerics.md). */
export const u = UNIT_ROUNDOFF[port.dtype];

/** The smallest positive normal number of the port's type; below it relative error is no measure any more. */
export const LEAST = SMALLEST_NORMAL[port.dtype];

/** A power of two that the port's type holds and whose square it does not. */
export const HUGE = port.dtype === 'f32' ? 2 ** 127 : 2 ** 1023;

/** What a library's exp, ln, power, root, sine or cosine may be off by, in units of u relative to its result (spec/numerics.md). */
export const LIBM = 4;

/** Relative tolerance of the port's precision class (spec/numerics.md, "Classes"). */
export const CLASS = CLASS_TOLERANCE[port.dtype];

/** gamma_n = n u / (1 - n u): the largest relative error of n roundings in a row, in the port's arithmetic. */
export function gamma(n: number): number {
  return gammaOf(n, port.dtype);
}
