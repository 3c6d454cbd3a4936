import { exp } from './libm';
import { at, put, SIZE } from './real';

/**
 * p_i = exp(x_i - max x) / sum_j exp(x_j - max x) (model.2 to model.4).
 *
 * @param p - gets the probabilities [n]; may be x
 * @param x - logits [n], n >= 1
 */
export function softmax(p: usize, x: usize, n: usize): void {
  let most = at(x);
  // As Python's max: a later one counts only where it is greater, so NaN is passed over.
  for (let i: usize = 1; i < n; i++) if (at(x + i * SIZE) > most) most = at(x + i * SIZE);
  let total: f64 = 0;
  for (let i: usize = 0; i < n; i++) {
    const e = exp(at(x + i * SIZE) - most);
    put(p + i * SIZE, e);
    total += e;
  }
  const share = 1 / total;
  for (let i: usize = 0; i < n; i++) put(p + i * SIZE, at(p + i * SIZE) * share);
}

/** softmax of each row [rows, n]. */
export function softmaxRows(p: usize, x: usize, rows: usize, n: usize): void {
  for (let t: usize = 0; t < rows; t++) softmax(p + t * n * SIZE, x + t * n * SIZE, n);
}
