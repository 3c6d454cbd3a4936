/** Rounds the result of an operation: to itself in double precision. Single precision is an edit of this line. */
export const f = (x: number): number => x;

export function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}

/** sum_i a_i b_i, from the left. */
export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum = f(sum + f(a[i] * b[i]));
  return sum;
}

/** a_i + b_i. */
export function add(a: readonly number[], b: readonly number[]): number[] {
  return a.map((ai, i) => f(ai + b[i]));
}
