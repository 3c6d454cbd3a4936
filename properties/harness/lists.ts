/** A list of n times the same. */
export function times<T>(n: number, x: T): T[] {
  return new Array<T>(n).fill(x);
}

/** The numbers 0 to n - 1. */
export function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** The sum, from the left. */
export function sumOf(x: readonly number[]): number {
  return x.reduce((sum, value) => sum + value, 0);
}

/** The largest magnitude; 0 where there is no number. */
export function largest(x: readonly number[]): number {
  return x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** The columns of a matrix. */
export function columns<T>(rows: readonly (readonly T[])[]): T[][] {
  return rows[0].map((_, j) => rows.map((row) => row[j]));
}

/** Puts list[order[i]] at place i. */
export function reordered<T>(list: readonly T[], order: readonly number[]): T[] {
  return order.map((i) => list[i]);
}
