import type { Dtype } from '../port/precision.ts';

/** A vector in the engine's arithmetic. All vectors of a program should be of one kind: mixed, they cost V8 a factor. */
export type Numbers = Float64Array | Float32Array;

/** A matrix: its rows, as views into one buffer. Indexing a view runs 1.5 times as fast as an offset into the buffer. */
export type Rows = readonly Numbers[];

/** Zeros [length]. */
export function zeros(dtype: Dtype, length: number): Numbers {
  return dtype === 'f64' ? new Float64Array(length) : new Float32Array(length);
}

/** A matrix of zeros [nout, nin]. */
export function zeroRows(dtype: Dtype, nout: number, nin: number): Rows {
  return rowsOf(zeros(dtype, nout * nin), 0, nout, nin);
}

/** For each position t a row of n_head (t + 1) zeros: a number for each head and each position up to t. */
export function zeroTriangle(dtype: Dtype, positions: number, n_head: number): Rows {
  return Array.from({ length: positions }, (_, t) => zeros(dtype, n_head * (t + 1)));
}

/** The rows of the matrix [nout, nin] that begins at an offset of a buffer. */
export function rowsOf(buffer: Numbers, offset: number, nout: number, nin: number): Rows {
  return Array.from({ length: nout }, (_, i) => buffer.subarray(offset + i * nin, offset + (i + 1) * nin));
}

/** to += x, for the rows from `from` to before `end`. */
export function addRows(to: Rows, x: Rows, from: number, end: number): void {
  for (let t = from; t < end; t++) addRow(to[t], x[t]);
}

/** to += x */
export function addRow(to: Numbers, x: Numbers): void {
  for (let i = 0; i < to.length; i++) to[i] += x[i];
}

/** The first n rows become 0. */
export function clearRows(rows: Rows, n: number): void {
  for (let t = 0; t < n; t++) rows[t].fill(0);
}
