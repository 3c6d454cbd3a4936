import type { Numbers, Rows } from './numbers.ts';

/**
 * The matrix products that linear maps are made of, forward and backward, where half of the time goes.
 *
 * Each computes blocks of 2 x 4 results in registers: 6 loads for 8 multiply-adds, and 8 sums that need not wait for each
 * other, which is 3 times as fast as one dot product after the other. Written with destructuring it would lose half of that.
 * Where a side is no multiple of its block, the last row or column is computed again, with the same result, so that there
 * are no loops for what is left over.
 */

/**
 * c = a b^T: c_ij = sum_k a_ik b_jk. With a = x, b = w it is the linear map y = w x at each position (model.1).
 *
 * @param c - results [rows, b.length]
 * @param a - [rows, n]
 * @param b - [columns, n]
 * @param from - the first row to compute
 * @param to - the row behind the last
 */
export function timesTransposed(c: Rows, a: Rows, b: Rows, from: number, to: number): void {
  const n = b[0].length;
  const lastColumn = b.length - 1;
  for (let i = from; i < to; i += 2) {
    const i1 = Math.min(i + 1, to - 1);
    const a0 = a[i];
    const a1 = a[i1];
    const c0 = c[i];
    const c1 = c[i1];
    for (let j = 0; j <= lastColumn; j += 4) {
      const j1 = Math.min(j + 1, lastColumn);
      const j2 = Math.min(j + 2, lastColumn);
      const j3 = Math.min(j + 3, lastColumn);
      const b0 = b[j];
      const b1 = b[j1];
      const b2 = b[j2];
      const b3 = b[j3];
      let s00 = 0;
      let s01 = 0;
      let s02 = 0;
      let s03 = 0;
      let s10 = 0;
      let s11 = 0;
      let s12 = 0;
      let s13 = 0;
      for (let k = 0; k < n; k++) {
        const p = a0[k];
        const q = a1[k];
        const u = b0[k];
        const v = b1[k];
        const w = b2[k];
        const x = b3[k];
        s00 += p * u;
        s01 += p * v;
        s02 += p * w;
        s03 += p * x;
        s10 += q * u;
        s11 += q * v;
        s12 += q * w;
        s13 += q * x;
      }
      put(c0, j, j1, j2, j3, s00, s01, s02, s03);
      put(c1, j, j1, j2, j3, s10, s11, s12, s13);
    }
  }
}

/**
 * c = a b: c_ij = sum_k a_ik b_kj. With a = dy, b = w it is the gradient of a linear map by its input.
 *
 * @param c - results [rows, columns]
 * @param a - [rows, n]
 * @param b - [n, columns]
 * @param rows - number of rows to compute, from the first
 * @param n - number of terms in each sum
 */
export function times(c: Rows, a: Rows, b: Rows, rows: number, n: number): void {
  const lastColumn = b[0].length - 1;
  for (let i = 0; i < rows; i += 2) {
    const i1 = Math.min(i + 1, rows - 1);
    const a0 = a[i];
    const a1 = a[i1];
    const c0 = c[i];
    const c1 = c[i1];
    for (let j = 0; j <= lastColumn; j += 4) {
      const j1 = Math.min(j + 1, lastColumn);
      const j2 = Math.min(j + 2, lastColumn);
      const j3 = Math.min(j + 3, lastColumn);
      let s00 = 0;
      let s01 = 0;
      let s02 = 0;
      let s03 = 0;
      let s10 = 0;
      let s11 = 0;
      let s12 = 0;
      let s13 = 0;
      for (let k = 0; k < n; k++) {
        const p = a0[k];
        const q = a1[k];
        const row = b[k];
        const u = row[j];
        const v = row[j1];
        const w = row[j2];
        const x = row[j3];
        s00 += p * u;
        s01 += p * v;
        s02 += p * w;
        s03 += p * x;
        s10 += q * u;
        s11 += q * v;
        s12 += q * w;
        s13 += q * x;
      }
      put(c0, j, j1, j2, j3, s00, s01, s02, s03);
      put(c1, j, j1, j2, j3, s10, s11, s12, s13);
    }
  }
}

/**
 * c = a^T b: c_ij = sum_k a_ki b_kj. With a = dy, b = x it is the gradient of a linear map by its weights.
 *
 * @param c - results [rows, columns], all of them
 * @param a - [n, rows]
 * @param b - [n, columns]
 * @param n - number of terms in each sum
 */
export function transposedTimes(c: Rows, a: Rows, b: Rows, n: number): void {
  const rows = c.length;
  const lastColumn = b[0].length - 1;
  for (let i = 0; i < rows; i += 2) {
    const i1 = Math.min(i + 1, rows - 1);
    const c0 = c[i];
    const c1 = c[i1];
    for (let j = 0; j <= lastColumn; j += 4) {
      const j1 = Math.min(j + 1, lastColumn);
      const j2 = Math.min(j + 2, lastColumn);
      const j3 = Math.min(j + 3, lastColumn);
      let s00 = 0;
      let s01 = 0;
      let s02 = 0;
      let s03 = 0;
      let s10 = 0;
      let s11 = 0;
      let s12 = 0;
      let s13 = 0;
      for (let k = 0; k < n; k++) {
        const column = a[k];
        const p = column[i];
        const q = column[i1];
        const row = b[k];
        const u = row[j];
        const v = row[j1];
        const w = row[j2];
        const x = row[j3];
        s00 += p * u;
        s01 += p * v;
        s02 += p * w;
        s03 += p * x;
        s10 += q * u;
        s11 += q * v;
        s12 += q * w;
        s13 += q * x;
      }
      put(c0, j, j1, j2, j3, s00, s01, s02, s03);
      put(c1, j, j1, j2, j3, s10, s11, s12, s13);
    }
  }
}

/** Four results of a row. */
function put(
  c: Numbers,
  j0: number,
  j1: number,
  j2: number,
  j3: number,
  s0: number,
  s1: number,
  s2: number,
  s3: number,
): void {
  c[j0] = s0;
  c[j1] = s1;
  c[j2] = s2;
  c[j3] = s3;
}
