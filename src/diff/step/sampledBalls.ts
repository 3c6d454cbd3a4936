import type { Ball, Vector } from '../../port/balls.ts';
import { SMALLEST_NORMAL } from '../../port/precision.ts';
import { inRange, magnitudeOf, RangedBalls } from './rangedBalls.ts';

/** How often a step is computed with roundings at random. */
const SAMPLES = 8;
/** A number may be off by so many times what the samples of it are in the mean. */
const SAFETY = 16;
/** The share of a radius that is not of a sum, product or root that a sample of it is off. */
const FOREIGN = 1 / 4;

/** A number with samples of it, less its `mid`; absent where it is exact. */
interface SampledBall extends Ball {
  off?: Float64Array;
}

/**
 * Arithmetic with rounding, whose radii do not grow as bounds do. A bound takes every rounding for the worst of all later ones, so
 * that behind two layers of 32, or four of 64, it says nothing of float32, and little of float64. Here each operation is also done
 * SAMPLES times, each time off at random by up to all that it may lose; what that makes of later numbers is how far they may be off.
 * The radius is SAFETY times the mean of its magnitude, what the operation itself may lose at least, and the bound at most.
 */
export class SampledBalls extends RangedBalls {
  #state = 0x9e3779b9;
  readonly #sums = new Float64Array(SAMPLES);

  override sum(terms: Vector): Ball {
    const bound = super.sum(terms);
    if (isExact(terms)) return bound;
    const sums = this.#sums.fill(0);
    for (const term of terms) {
      const off = this.#off(term);
      if (off !== null) for (let k = 0; k < SAMPLES; k++) sums[k] += off[k];
    }
    const magnitude = magnitudeOf(terms);
    return inRange(this.#sampled(bound, sums, this.rounding(terms.length, magnitude)), magnitude, this.dtype);
  }

  override dot(a: Vector, b: Vector): Ball {
    const bound = super.dot(a, b);
    if (isExact(a) && isExact(b)) return bound;
    const sums = this.#sums.fill(0);
    let magnitude = 0;
    for (let i = 0; i < a.length; i++) {
      const [x, y] = [a[i].mid, b[i].mid];
      magnitude += Math.abs(x * y);
      const [ofX, ofY] = [this.#off(a[i]), this.#off(b[i])];
      if (ofX !== null && ofY !== null) {
        for (let k = 0; k < SAMPLES; k++) sums[k] += ofX[k] * (y + ofY[k]) + x * ofY[k];
      } else if (ofX !== null) {
        for (let k = 0; k < SAMPLES; k++) sums[k] += ofX[k] * y;
      } else if (ofY !== null) {
        for (let k = 0; k < SAMPLES; k++) sums[k] += x * ofY[k];
      }
    }
    return inRange(this.#sampled(bound, sums, this.rounding(a.length + 1, magnitude)), magnitude, this.dtype);
  }

  override inverseRoot(a: Ball): Ball {
    const bound = super.inverseRoot(a);
    const off = this.#off(a);
    if (off === null) return bound;
    const sums = this.#sums;
    for (let k = 0; k < SAMPLES; k++) sums[k] = (a.mid + off[k]) ** -0.5 - bound.mid;
    return this.#sampled(bound, sums, this.rounding(1, bound.mid));
  }

  override softmax(x: Vector): Ball[] {
    const bounds = super.softmax(x);
    const off = x.map((ball) => this.#off(ball));
    if (off.every((of) => of === null)) return bounds;
    const max = Math.max(...x.map(({ mid }) => mid));
    const totals = new Float64Array(SAMPLES);
    const exps = x.map(({ mid }, i) => {
      const row = new Float64Array(SAMPLES);
      for (let k = 0; k < SAMPLES; k++) {
        row[k] = Math.exp(mid + (off[i]?.[k] ?? 0) - max);
        totals[k] += row[k];
      }
      return row;
    });
    return bounds.map((bound, i) => {
      const sums = this.#sums;
      for (let k = 0; k < SAMPLES; k++) sums[k] = exps[i][k] / totals[k] - bound.mid;
      const lost = bound.mid * this.rounding(x.length + 1, 2 + max - x[i].mid) + SMALLEST_NORMAL[this.dtype];
      return this.#sampled(bound, sums, lost);
    });
  }

  /** A number of which the operands' samples make `sums`, and which loses so much itself. */
  #sampled(bound: Ball, sums: Float64Array, lost: number): SampledBall {
    const off = new Float64Array(SAMPLES);
    let total = 0;
    for (let k = 0; k < SAMPLES; k++) {
      off[k] = sums[k] + lost * this.#uniform();
      total += Math.abs(off[k]); // squares would underflow where gradients are tiny
    }
    const rad = Math.max((SAFETY * total) / SAMPLES, lost);
    return { mid: bound.mid, rad: bound.rad <= rad ? bound.rad : rad, off };
  }

  /** The samples of a number, which are made where it has none and is not exact. */
  #off(ball: SampledBall): Float64Array | null {
    if (ball.rad === 0) return null;
    ball.off ??= new Float64Array(SAMPLES).map(() => FOREIGN * ball.rad * this.#uniform());
    return ball.off;
  }

  /** From -1 to 1, the same in every run (Marsaglia, Xorshift RNGs, 2003). */
  #uniform(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return x / 2 ** 31;
  }
}

function isExact(balls: Vector): boolean {
  return balls.every(({ rad }) => rad === 0);
}
