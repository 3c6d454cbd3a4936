import { type Ball, type Balls, exacts, type Vector } from '../../port/balls.ts';
import { dot, pseudoinverse } from './pseudoinverse.ts';
import type { Row, Rows } from './stepModel.ts';

/** The derivative of the loss by rows of values, as it comes back to them, and what it came through since it was last sure. */
export interface Flow {
  readonly rows: Rows;
  /** Names of the forward pass, without positions, whose computation it has come back through. */
  readonly through: readonly string[];
  /** Why the rows are not known, where they are not. */
  readonly lost?: string;
}

/** The flow behind some more computation. */
export function onward(flow: Flow, by: readonly string[], change: (row: Row, t: number) => Row): Flow {
  return { ...flow, rows: flow.rows.map(change), through: [...flow.through, ...by] };
}

/**
 * The port's own derivatives by the rows of w x, as its gradient of w tells them; `misfit` where no derivatives give this gradient,
 * `unknown` where several do.
 */
export type OwnFlow = readonly Vector[] | 'misfit' | 'unknown';

/** What rounding may cost here, in multiples of what it costs the port: it is estimated from rounded derivatives themselves. */
const SLACK = 4;

/**
 * What the port itself must have had as derivatives by the rows of w x, from the gradient that it has for w: with
 * dw = sum_t d_t x_t^T and independent x_t there is one d that fits best, and where it fits, the port's own.
 *
 * @param grad - the port's gradient [nout, nin]
 * @param x - the rows that w is applied to [n, nin]
 * @returns [n, nout]
 */
export function ownFlow(grad: readonly (readonly number[])[], x: readonly Vector[], balls: Balls): OwnFlow {
  const inverse = pseudoinverse(x.map((row) => row.map(({ mid }) => mid)));
  if (inverse === null) return 'unknown';
  const columns = grad[0].map((_, j) => x.map((row) => row[j]));
  const mids = columns.map((column) => column.map(({ mid }) => mid));
  const rows: Ball[][] = x.map(() => []);
  for (const own of grad) {
    // Solved, and once more for what is left: then the error is that of rounding, not of the inverse.
    const first = inverse.map((row) => dot(row, own));
    const left = own.map((g, j) => g - dot(first, mids[j]));
    const d = first.map((value, t) => value + dot(inverse[t], left));
    const made = columns.map((column) => balls.dot(exacts(d), column));
    const lost = made.map(({ rad }) => SLACK * rad);
    const rest = made.map(({ mid }, j) => mid - own[j]);
    if (!(dot(rest, rest) <= dot(lost, lost))) return 'misfit';
    for (const [t, mid] of d.entries()) rows[t].push({ mid, rad: dot(inverse[t].map(Math.abs), lost) });
  }
  return rows;
}
