import { type Ball, Balls, type Vector } from '../../port/balls.ts';

/** Arithmetic without rounding, some ten times as fast: for guesses that are far from a port's numbers. */
export class PlainBalls extends Balls {
  override sum(terms: Vector): Ball {
    let mid = 0;
    for (const term of terms) mid += term.mid;
    return { mid, rad: 0 };
  }

  override dot(a: Vector, b: Vector): Ball {
    let mid = 0;
    for (let i = 0; i < a.length; i++) mid += a[i].mid * b[i].mid;
    return { mid, rad: 0 };
  }
}
