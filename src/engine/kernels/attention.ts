import { at, put, SIZE } from './real';
import { softmax } from './softmax';
import { addScaled, clear, dot } from './vectors';

/**
 * Attention of the positions from `from` to before `to` over themselves and all before them, head by head (model.10 to
 * model.12). At position t the scores are q_t . k_s / sqrt(head_dim) for s <= t, the weights their softmax, and the result is
 * the mean of the values v_s by these weights.
 *
 * @param heads - gets the heads' results [positions, n_embd]
 * @param weights - gets the weights: for position t the heads, one behind the other, each over positions 0 to t
 * @param qkv - query, key and value [positions, 3 n_embd]
 */
export function attention(
  heads: usize,
  weights: usize,
  qkv: usize,
  from: usize,
  to: usize,
  n_embd: usize,
  n_head: usize,
): void {
  const head_dim = n_embd / n_head;
  const scale = 1 / Math.sqrt(<f64>head_dim);
  const width = n_embd * SIZE;
  clear(heads + from * width, (to - from) * n_embd);
  for (let t = from; t < to; t++) {
    for (let h: usize = 0; h < n_head; h++) {
      const head = h * head_dim * SIZE;
      const q = qkv + 3 * t * width + head;
      const k = qkv + width + head;
      const v = qkv + 2 * width + head;
      const a = weights + weightsBefore(t, h, n_head) * SIZE;
      for (let s: usize = 0; s <= t; s++) put(a + s * SIZE, scale * dot(q, k + 3 * s * width, head_dim));
      softmax(a, a, t + 1);
      for (let s: usize = 0; s <= t; s++) {
        addScaled(heads + t * width + head, at(a + s * SIZE), v + 3 * s * width, head_dim);
      }
    }
  }
}

/**
 * From the gradient of the heads' results to that of query, key and value, over n positions.
 *
 * With d = dheads, da_s = d . v_s and da = sum_s a_s da_s: dv_s += a_s d; the scores have the gradient a_s (da_s - da),
 * and over sqrt(head_dim) it goes to dq_t by k_s and to dk_s by q_t (model.18, model.19, model.24).
 *
 * @param dqkv - gets the gradient [positions, 3 n_embd]
 * @param dheads - the gradient of the heads' results [positions, n_embd]
 * @param weights - as attention has left them
 * @param qkv - query, key and value [positions, 3 n_embd]
 * @param da - room for the gradient of one head's weights [positions]
 */
export function attentionBackward(
  dqkv: usize,
  dheads: usize,
  weights: usize,
  qkv: usize,
  da: usize,
  n: usize,
  n_embd: usize,
  n_head: usize,
): void {
  const head_dim = n_embd / n_head;
  const scale = 1 / Math.sqrt(<f64>head_dim);
  const width = n_embd * SIZE;
  clear(dqkv, 3 * n * n_embd);
  for (let t: usize = 0; t < n; t++) {
    for (let h: usize = 0; h < n_head; h++) {
      const head = h * head_dim * SIZE;
      const d = dheads + t * width + head;
      const a = weights + weightsBefore(t, h, n_head) * SIZE;
      let mean: f64 = 0;
      for (let s: usize = 0; s <= t; s++) {
        const v = (3 * s + 2) * width + head;
        const weight = at(a + s * SIZE);
        put(da + s * SIZE, dot(d, qkv + v, head_dim));
        mean += weight * at(da + s * SIZE); // as it is kept, in float32 rounded: equal ones must cancel
        addScaled(dqkv + v, weight, d, head_dim);
      }
      const q = 3 * t * width + head;
      for (let s: usize = 0; s <= t; s++) {
        const k = (3 * s + 1) * width + head;
        const dscore = at(a + s * SIZE) * (at(da + s * SIZE) - mean) * scale;
        addScaled(dqkv + q, dscore, qkv + k, head_dim);
        addScaled(dqkv + k, dscore, qkv + q, head_dim);
      }
    }
  }
}

/** How many weights stand before those of a head at position t. */
function weightsBefore(t: usize, h: usize, n_head: usize): usize {
  return (n_head * t * (t + 1)) / 2 + h * (t + 1);
}
