import { type Dtype, gamma, SMALLEST_NORMAL } from './precision.ts';

/**
 * A number with rounding: `rad` bounds how far a correct port's value may be from the exact one. `mid` is a value
 * computed within that bound, the port's own or one computed here in float64.
 */
export interface Ball {
  readonly mid: number;
  readonly rad: number;
}

/** Activations of one position. */
export type Vector = readonly Ball[];

/**
 * Roundings that an operation may have beside those of its sum: x / sqrt(ms) in place of x * ms**-0.5, a product with
 * 1 / total in place of a division, an exp that is off by up to 2 ulp.
 */
const FORMS = 8;

/** A number that is given, not computed: a parameter, or a constant. */
export function exact(mid: number): Ball {
  return { mid, rad: 0 };
}

/** Each number of a row, exact. */
export function exacts(row: ArrayLike<number>): Ball[] {
  return Array.from(row, exact);
}

/**
 * Arithmetic with rounding. Every operation propagates the radii of its operands and adds the rounding of its own, in the
 * port's arithmetic, for sums in any order (Higham, Accuracy and Stability of Numerical Algorithms, sections 3.1 and 3.3).
 */
export class Balls {
  readonly dtype: Dtype;

  constructor(dtype: Dtype) {
    this.dtype = dtype;
  }

  /** a + b. */
  add(a: Ball, b: Ball): Ball {
    return this.sum([a, b]);
  }

  /** a b. */
  mul(a: Ball, b: Ball): Ball {
    return this.dot([a], [b]);
  }

  /** a c, for a number c. */
  scaled(a: Ball, c: number): Ball {
    return this.mul(a, exact(c));
  }

  /** The sum of the terms, in any order: at most gamma(n) of the sum of magnitudes is lost. */
  sum(terms: Vector): Ball {
    let [mid, rad, magnitude] = [0, 0, 0];
    for (const term of terms) {
      mid += term.mid;
      rad += term.rad;
      magnitude += Math.abs(term.mid) + term.rad;
    }
    return { mid, rad: rad + this.rounding(terms.length, magnitude) };
  }

  /** sum_i a_i b_i, in any order: each product goes through at most n + 1 roundings. */
  dot(a: Vector, b: Vector): Ball {
    let [mid, rad, magnitude] = [0, 0, 0];
    for (let i = 0; i < a.length; i++) {
      const [x, y] = [Math.abs(a[i].mid), Math.abs(b[i].mid)];
      mid += a[i].mid * b[i].mid;
      rad += x * b[i].rad + y * a[i].rad + a[i].rad * b[i].rad;
      magnitude += (x + a[i].rad) * (y + b[i].rad);
    }
    return { mid, rad: rad + this.rounding(a.length + 1, magnitude) };
  }

  /** a^(-1/2), for a > rad: with the relative radius r, the value is between (1 + r)^(-1/2) and (1 - r)^(-1/2) of it. */
  inverseRoot(a: Ball): Ball {
    const mid = a.mid ** -0.5;
    return { mid, rad: mid * ((1 - a.rad / a.mid) ** -0.5 - 1) + this.rounding(1, mid) };
  }

  /**
   * p_i = exp(x_i - max) / sum_j exp(x_j - max).
   *
   * With d_i the error of x_i - max, the numerator is off by a factor between e^-d_i and e^d_i, and the sum by one between
   * the same powers of e to sum_i p_i (e^d_i - 1).
   */
  softmax(x: Vector): Ball[] {
    const max = Math.max(...x.map(({ mid }) => mid));
    const d = x.map(({ mid, rad }) => rad + this.rounding(1, 1 + max - mid));
    const exps = x.map(({ mid }) => Math.exp(mid - max));
    const total = exps.reduce((a, b) => a + b);
    const ofTotal = exps.reduce((a, e, i) => a + (e / total) * Math.expm1(d[i]), this.rounding(x.length, 1));
    return exps.map((e, i) => ({
      mid: e / total,
      rad: (e / total) * Math.expm1(d[i] + ofTotal) + SMALLEST_NORMAL[this.dtype],
    }));
  }

  /** What n roundings, and those of another form, lose of a magnitude; of what is below the normal numbers, all of it. */
  rounding(n: number, magnitude: number): number {
    if (magnitude === 0) return 0;
    return gamma(n + FORMS, this.dtype) * magnitude + (n + FORMS) * SMALLEST_NORMAL[this.dtype];
  }
}
