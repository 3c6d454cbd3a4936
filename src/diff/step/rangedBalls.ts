import { type Ball, Balls, type Vector } from '../../port/balls.ts';
import type { Dtype } from '../../port/precision.ts';

/** The largest finite number of each arithmetic. */
const LARGEST: Readonly<Record<Dtype, number>> = { f64: Number.MAX_VALUE, f32: (2 - 2 ** -23) * 2 ** 127 };

/** Arithmetic with rounding that has an end: what may leave the range may be any number, since a right port makes it infinite. */
export class RangedBalls extends Balls {
  override sum(terms: Vector): Ball {
    return inRange(super.sum(terms), magnitudeOf(terms), this.dtype);
  }

  override dot(a: Vector, b: Vector): Ball {
    let magnitude = 0;
    for (let i = 0; i < a.length; i++) magnitude += Math.abs(a[i].mid * b[i].mid);
    return inRange(super.dot(a, b), magnitude, this.dtype);
  }
}

/** A number that is computed by way of others up to this magnitude. */
export function inRange(made: Ball, magnitude: number, dtype: Dtype): Ball {
  return magnitude > LARGEST[dtype] ? { mid: made.mid, rad: Infinity } : made;
}

/** The sum of the terms without their signs. */
export function magnitudeOf(terms: Vector): number {
  return terms.reduce((sum, { mid }) => sum + Math.abs(mid), 0);
}
