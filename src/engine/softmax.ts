import type { Libm } from './network.ts';
import type { Numbers } from './numbers.ts';

/**
 * p_i = exp(x_i - max x) / sum_j exp(x_j - max x) (model.2 to model.4).
 *
 * @param p - gets the probabilities, at the same places; may be x
 * @param x - holds the logits from `from` to before `to`, of which there is at least one
 */
export function softmax(libm: Libm, p: Numbers, x: Numbers, from: number, to: number): void {
  let most = x[from];
  // As Python's max: a later one counts only where it is greater, so NaN is passed over.
  for (let i = from + 1; i < to; i++) if (x[i] > most) most = x[i];
  let total = 0;
  for (let i = from; i < to; i++) {
    const e = libm.exp(x[i] - most);
    p[i] = e;
    total += e;
  }
  const share = 1 / total;
  for (let i = from; i < to; i++) p[i] *= share;
}
