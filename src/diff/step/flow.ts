import type { Vector } from '../../port/balls.ts';
import { leastSquares } from './leastSquares.ts';
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
 * What the port itself must have had as derivatives by the rows of w x, from the gradient that it has for w: with
 * dw = sum_t d_t x_t^T and independent x_t there is one d that fits best, and where it fits, the port's own.
 *
 * @param grad - the port's gradient [nout, nin]
 * @param x - the rows that w is applied to [n, nin]
 * @param u - the unit roundoff of the port's arithmetic
 * @returns [n, nout]; null where the rows are not independent, or no d gives this gradient
 */
export function ownFlow(grad: readonly (readonly number[])[], x: readonly Vector[], u: number): Vector[] | null {
  const mids = x.map((row) => row.map(({ mid }) => mid));
  const solved = leastSquares(mids, grad);
  if (solved === null) return null;
  const { solution, growth } = solved;
  const largest = Math.max(0, ...grad.flat().map(Math.abs));
  const slack = 2 ** 6 * (x.length + 2) * u * growth * largest;
  const fits = grad.every((row, i) =>
    row.every((g, j) => {
      const made = solution.reduce((sum, d, t) => sum + d[i] * mids[t][j], 0);
      return Math.abs(made - g) <= slack * Math.max(...mids.map((of) => Math.abs(of[j])), 1);
    }),
  );
  if (!fits) return null;
  return solution.map((d) => d.map((mid) => ({ mid, rad: slack })));
}
