import { at, pairAt, put, putPair, SIZE, sumOf } from './real';

/**
 * The matrix products that linear maps are made of, forward and backward, where most of the time goes. Matrices lie row by
 * row. Blocks of results stay in registers, in pairs: sums that need not wait for each other, and few loads. Where a side
 * is no multiple of its block, its last row or column is computed again, with the same result.
 */

/**
 * c = a b^T: c_ij = sum_k a_ik b_jk, in blocks of 2 x 4. With a = x, b = w it is y = w x at each position (model.1).
 *
 * @param c - results [rows, columns]
 * @param a - [rows, n]
 * @param b - [columns, n]
 */
export function timesTransposed(c: usize, a: usize, b: usize, rows: usize, columns: usize, n: usize): void {
  const row = n * SIZE;
  const pairs = (n & ~1) * SIZE;
  for (let i: usize = 0; i < rows; i += 2) {
    const a0 = a + i * row;
    const a1 = a + min(i + 1, rows - 1) * row;
    const c0 = c + i * columns * SIZE;
    const c1 = c + min(i + 1, rows - 1) * columns * SIZE;
    for (let j: usize = 0; j < columns; j += 4) {
      const j1 = min(j + 1, columns - 1);
      const j2 = min(j + 2, columns - 1);
      const j3 = min(j + 3, columns - 1);
      const b0 = b + j * row;
      const b1 = b + j1 * row;
      const b2 = b + j2 * row;
      const b3 = b + j3 * row;
      let s00 = f64x2.splat(0);
      let s01 = s00;
      let s02 = s00;
      let s03 = s00;
      let s10 = s00;
      let s11 = s00;
      let s12 = s00;
      let s13 = s00;
      for (let k: usize = 0; k < pairs; k += 2 * SIZE) {
        const p = pairAt(a0 + k);
        const q = pairAt(a1 + k);
        const u = pairAt(b0 + k);
        const v = pairAt(b1 + k);
        const w = pairAt(b2 + k);
        const x = pairAt(b3 + k);
        s00 = f64x2.add(s00, f64x2.mul(p, u));
        s01 = f64x2.add(s01, f64x2.mul(p, v));
        s02 = f64x2.add(s02, f64x2.mul(p, w));
        s03 = f64x2.add(s03, f64x2.mul(p, x));
        s10 = f64x2.add(s10, f64x2.mul(q, u));
        s11 = f64x2.add(s11, f64x2.mul(q, v));
        s12 = f64x2.add(s12, f64x2.mul(q, w));
        s13 = f64x2.add(s13, f64x2.mul(q, x));
      }
      finish(c0 + j * SIZE, s00, a0, b0, pairs, row);
      finish(c0 + j1 * SIZE, s01, a0, b1, pairs, row);
      finish(c0 + j2 * SIZE, s02, a0, b2, pairs, row);
      finish(c0 + j3 * SIZE, s03, a0, b3, pairs, row);
      finish(c1 + j * SIZE, s10, a1, b0, pairs, row);
      finish(c1 + j1 * SIZE, s11, a1, b1, pairs, row);
      finish(c1 + j2 * SIZE, s12, a1, b2, pairs, row);
      finish(c1 + j3 * SIZE, s13, a1, b3, pairs, row);
    }
  }
}

/** One result: the sum of a pair of sums, and the last term, where their number is odd. */
function finish(c: usize, pair: v128, a: usize, b: usize, pairs: usize, row: usize): void {
  const sum = sumOf(pair);
  put(c, pairs < row ? sum + at(a + pairs) * at(b + pairs) : sum);
}

/**
 * c = a b: c_ij = sum_k a_ik b_kj. With a = dy, b = w it is the gradient of a linear map by its input.
 *
 * @param c - results [rows, columns]
 * @param a - [rows, n]
 * @param b - [n, columns]
 */
export function times(c: usize, a: usize, b: usize, rows: usize, columns: usize, n: usize): void {
  product(c, a, b, rows, columns, n, n * SIZE, SIZE);
}

/**
 * c = a^T b: c_ij = sum_k a_ki b_kj. With a = dy, b = x it is the gradient of a linear map by its weights.
 *
 * @param c - results [rows, columns]
 * @param a - [n, rows]
 * @param b - [n, columns]
 */
export function transposedTimes(c: usize, a: usize, b: usize, rows: usize, columns: usize, n: usize): void {
  product(c, a, b, rows, columns, n, SIZE, rows * SIZE);
}

/** c_ij = sum_k a_ik b_kj in blocks of 2 x 4, where the bytes from a_ik to a_(i+1)k and to a_i(k+1) are given. */
function product(
  c: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  n: usize,
  toNextRow: usize,
  toNextTerm: usize,
): void {
  const row = columns * SIZE;
  for (let i: usize = 0; i < rows; i += 2) {
    const i1 = min(i + 1, rows - 1);
    const c0 = c + i * row;
    const c1 = c + i1 * row;
    let j: usize = 0;
    for (; j + 4 <= columns; j += 4) {
      let s00 = f64x2.splat(0);
      let s01 = s00;
      let s10 = s00;
      let s11 = s00;
      let a0 = a + i * toNextRow;
      let a1 = a + i1 * toNextRow;
      let bk = b + j * SIZE;
      for (let k: usize = 0; k < n; k++) {
        const p = f64x2.splat(at(a0));
        const q = f64x2.splat(at(a1));
        const u = pairAt(bk);
        const v = pairAt(bk + 2 * SIZE);
        s00 = f64x2.add(s00, f64x2.mul(p, u));
        s01 = f64x2.add(s01, f64x2.mul(p, v));
        s10 = f64x2.add(s10, f64x2.mul(q, u));
        s11 = f64x2.add(s11, f64x2.mul(q, v));
        a0 += toNextTerm;
        a1 += toNextTerm;
        bk += row;
      }
      putPair(c0 + j * SIZE, s00);
      putPair(c0 + (j + 2) * SIZE, s01);
      putPair(c1 + j * SIZE, s10);
      putPair(c1 + (j + 2) * SIZE, s11);
    }
    for (; j < columns; j++) {
      let s0: f64 = 0;
      let s1: f64 = 0;
      for (let k: usize = 0; k < n; k++) {
        const x = at(b + j * SIZE + k * row);
        s0 += at(a + i * toNextRow + k * toNextTerm) * x;
        s1 += at(a + i1 * toNextRow + k * toNextTerm) * x;
      }
      put(c0 + j * SIZE, s0);
      put(c1 + j * SIZE, s1);
    }
  }
}
