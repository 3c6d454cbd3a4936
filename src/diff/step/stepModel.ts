import { type Ball, type Balls, exact, exacts, type Vector } from '../../port/balls.ts';
import type { Config } from '../../reference/config.ts';
import type { StateDict } from '../../reference/parameters.ts';
import { RangedBalls } from './rangedBalls.ts';
import { SampledBalls } from './sampledBalls.ts';

/** A row of numbers with their rounding; null where what it is made of is not in the dump. */
export type Row = Vector | null;
/** Rows by position. */
export type Rows = readonly Row[];
/** A matrix; null where the dump has none of that name. */
export type Rounded = readonly Vector[] | null;

/** Added to the mean square in RMSNorm (model.7). */
const EPS_RMSNORM = 1e-5;

/** What is computed in a step, from rows to rows, with the rounding of the port's arithmetic. */
export class StepModel {
  readonly config: Config;
  readonly balls: Balls;
  /** For sums that nothing else is made of. */
  readonly bounds: Balls;
  readonly #given: StateDict | null;
  readonly #params: Readonly<Record<string, readonly Vector[]>>;
  readonly #columns: Readonly<Record<string, readonly Vector[]>>;

  constructor(config: Config, params: StateDict | null, balls: Balls) {
    this.config = config;
    this.#given = params;
    this.balls = balls;
    this.bounds = balls instanceof SampledBalls ? new RangedBalls(balls.dtype) : balls;
    this.#params = Object.fromEntries(
      Object.entries(params ?? {}).map(([name, rows]) => [name, rows.map((row) => exacts(row))]),
    );
    this.#columns = Object.fromEntries(Object.entries(this.#params).map(([name, rows]) => [name, transposed(rows)]));
  }

  /** The same model in another arithmetic. */
  withBalls(balls: Balls): StepModel {
    return new StepModel(this.config, this.#given, balls);
  }

  get head_dim(): number {
    return this.config.n_embd / this.config.n_head;
  }

  /** A matrix of the port's parameters. */
  matrix(name: string): Rounded {
    return this.#params[name] ?? null;
  }

  /** w x (model.1). */
  linear(name: string, x: Row): Row {
    return known([this.matrix(name), x], (w, row) => w.map((of) => this.balls.dot(of, row)));
  }

  /** w^T d: the gradient of x from that of w x. */
  back(name: string, d: Row): Row {
    return known([this.#columns[name] ?? null, d], (w, row) => w.map((of) => this.balls.dot(of, row)));
  }

  added(a: Row, b: Row): Row {
    return known([a, b], (x, y) => x.map((xi, i) => this.balls.add(xi, y[i])));
  }

  /** x (mean x^2 + 1e-5)^(-1/2) (model.6, model.7). */
  rmsnorm(x: Row): Row {
    return known([x], (row) => {
      const scale = this.scaleOf(row);
      return row.map((xi) => this.balls.mul(xi, scale));
    });
  }

  /** dx_i = s dy_i - x_i s^3 mean(x dy): the derivative of x_i s(x), in which s depends on every x. */
  rmsnormBack(x: Row, dy: Row): Row {
    return known([x, dy], (row, d) => {
      const { balls } = this;
      const s = this.scaleOf(row);
      const along = balls.scaled(balls.mul(balls.mul(s, balls.mul(s, s)), balls.dot(row, d)), -1 / row.length);
      return row.map((xi, i) => balls.add(balls.mul(s, d[i]), balls.mul(along, xi)));
    });
  }

  /** (mean x^2 + 1e-5)^(-1/2) (model.7). */
  scaleOf(x: Vector): Ball {
    const { balls } = this;
    return balls.inverseRoot(balls.add(balls.scaled(balls.dot(x, x), 1 / x.length), exact(EPS_RMSNORM)));
  }

  /** ReLU, or its square in the early revision (model.14, model.15). */
  activated(z: Row): Row {
    const { balls, config } = this;
    return known([z], (row) => row.map(relu).map((x) => (config.activation === 'relu' ? x : balls.mul(x, x))));
  }

  /** The gradient before the activation from that behind it. */
  activationBack(z: Row, d: Row): Row {
    const { balls, config } = this;
    return known([z, d], (row, dy) =>
      row.map((zi, i) => {
        const slope = config.activation === 'relu' ? slopeOf(zi) : balls.scaled(relu(zi), 2);
        return balls.mul(dy[i], slope);
      }),
    );
  }

  /** The part of a head. */
  head(x: Row, h: number): Row {
    return known([x], (row) => row.slice(h * this.head_dim, (h + 1) * this.head_dim));
  }
}

/** What is made of rows and matrices that must all be known. */
export function known<A extends readonly unknown[], T>(
  of: readonly [...{ [I in keyof A]: A[I] | null }],
  make: (...known: A) => T,
): T | null {
  return of.some((one) => one === null) ? null : make(...(of as unknown as A));
}

/** All of the rows, where there are any and each is known. */
export function all(rows: Rows): readonly Vector[] | null {
  return rows.length > 0 && rows.every((row) => row !== null) ? rows : null;
}

/** The columns of a matrix. */
export function transposed(rows: readonly Vector[]): Vector[] {
  return (rows[0] ?? []).map((_, j) => rows.map((row) => row[j]));
}

/** max(0, x), where mid and the port's number are each within rad of the exact one: so within 2 rad of each other. */
function relu(x: { mid: number; rad: number }) {
  if (nearZero(x)) return { mid: Math.max(0, x.mid), rad: 2 * x.rad };
  return x.mid > 0 ? x : exact(0);
}

function slopeOf(z: { mid: number; rad: number }) {
  return nearZero(z) ? { mid: 0.5, rad: 0.5 } : exact(z.mid > 0 ? 1 : 0);
}

function nearZero({ mid, rad }: { mid: number; rad: number }): boolean {
  return Math.abs(mid) < 2 * rad;
}
