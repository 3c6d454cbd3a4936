import { type Ball, Balls, type Vector } from '../../../src/port/balls.ts';
import { fail } from '../expect.ts';
import { port } from '../subject.ts';
import { compared } from '../tolerance.ts';

export { type Ball, exact, exacts, type Vector } from '../../../src/port/balls.ts';

const balls = new Balls(port.dtype);

/** Arithmetic with the rounding of the port's type. */
export const add = (a: Ball, b: Ball) => balls.add(a, b);
export const mul = (a: Ball, b: Ball) => balls.mul(a, b);
export const scaled = (a: Ball, c: number) => balls.scaled(a, c);
export const sum = (terms: Vector) => balls.sum(terms);
export const dot = (a: Vector, b: Vector) => balls.dot(a, b);
export const inverseRoot = (a: Ball) => balls.inverseRoot(a);
export const softmax = (x: Vector) => balls.softmax(x);

/**
 * Demands that two computed numbers may stand for the same exact one. NaN meets nothing. How much of the radii correct
 * ports use has a row by the check's title in spec/measured/strength.md.
 *
 * In a deep and wide float32 model the analysis may find no bound; then it demands finite numbers only.
 */
export function meets(a: Ball, b: Ball, law: string): void {
  const bound = a.rad + b.rad;
  const distance = Math.abs(a.mid - b.mid);
  compared(distance, bound);
  if (!(Number.isFinite(bound) ? distance <= bound : Number.isFinite(distance))) {
    fail(law, b.mid, a.mid, bound);
  }
}

/** Demands `meets` for each element of two matrices of the same shape. */
export function allMeet(a: readonly Vector[], b: readonly Vector[], law: string): void {
  if (a.length !== b.length) fail(`${law} (rows)`, b.length, a.length);
  a.forEach((row, i) => {
    if (row.length !== b[i].length) fail(`${law} (columns)`, b[i].length, row.length);
    row.forEach((x, j) => {
      meets(x, b[i][j], `${law} [${i}][${j}]`);
    });
  });
}
