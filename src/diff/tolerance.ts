import { CLASS_TOLERANCE, type Dtype } from '../port/precision.ts';

/** How closely a run follows the golden one (spec/numerics.md, "Classes"): bit for bit, or within a class's tolerance. */
export type PrecisionClass = 'exact' | Dtype;

/**
 * How far a loss may lie from the golden one: tol max(1, |expected|), with tol 0, 1e-12 or 1e-5 (spec/numerics.md).
 *
 * @param precision - the class
 * @param expected - the golden loss, in nats
 */
export function lossTolerance(precision: PrecisionClass, expected: number): number {
  return precision === 'exact' ? 0 : CLASS_TOLERANCE[precision] * Math.max(1, Math.abs(expected));
}
