import type { Gradient } from './gradient.ts';
import type { LayerTrace, Network } from './network.ts';
import { clearRows, type Numbers } from './numbers.ts';
import { softmax } from './softmax.ts';

/**
 * Attention of the positions from `from` to before `to` over themselves and all before them, head by head (model.10 to
 * model.12). At position t the scores are q_t . k_s / sqrt(head_dim) for s <= t, the weights their softmax, and the result is
 * the mean of the values v_s by these weights.
 *
 * @param layer - has query, key and value of all positions; gets the weights and the heads' results
 */
export function attention({ libm, config }: Network, layer: LayerTrace, from: number, to: number): void {
  const { n_embd, n_head } = config;
  const head_dim = n_embd / n_head;
  const scale = 1 / Math.sqrt(head_dim);
  const { qkv } = layer;
  for (let t = from; t < to; t++) {
    const q = qkv[t];
    const weights = layer.weights[t];
    const heads = layer.heads[t];
    heads.fill(0);
    for (let h = 0; h < n_head; h++) {
      const hs = h * head_dim;
      const he = hs + head_dim;
      const first = h * (t + 1);
      for (let s = 0; s <= t; s++) weights[first + s] = scale * dot(q, qkv[s], hs, he, n_embd);
      softmax(libm, weights, weights, first, first + t + 1);
      for (let s = 0; s <= t; s++) {
        const v = qkv[s];
        const weight = weights[first + s];
        for (let j = hs; j < he; j++) heads[j] += weight * v[2 * n_embd + j];
      }
    }
  }
}

/**
 * From the gradient of the heads' results to that of query, key and value, over n positions.
 *
 * With d = dresult, da_s = d . v_s and da = sum_s a_s da_s: dv_s += a_s d; the scores have the gradient a_s (da_s - da),
 * and over sqrt(head_dim) it goes to dq_t by k_s and to dk_s by q_t (model.18, model.19, model.24).
 *
 * @param gradient - has dheads; gets dqkv
 */
export function attentionBackward({ config }: Network, layer: LayerTrace, gradient: Gradient, n: number): void {
  const { n_embd, n_head } = config;
  const head_dim = n_embd / n_head;
  const scale = 1 / Math.sqrt(head_dim);
  const { qkv } = layer;
  const { dqkv, dweights } = gradient;
  clearRows(dqkv, n);
  for (let t = 0; t < n; t++) {
    const q = qkv[t];
    const dq = dqkv[t];
    const weights = layer.weights[t];
    const dheads = gradient.dheads[t];
    for (let h = 0; h < n_head; h++) {
      const hs = h * head_dim;
      const he = hs + head_dim;
      const first = h * (t + 1);
      let mean = 0;
      for (let s = 0; s <= t; s++) {
        const weight = weights[first + s];
        dweights[s] = dot(dheads, qkv[s], hs, he, 2 * n_embd);
        mean += weight * dweights[s]; // as it is kept, in float32 rounded: equal ones must cancel
        const dv = dqkv[s];
        for (let j = hs; j < he; j++) dv[2 * n_embd + j] += weight * dheads[j];
      }
      for (let s = 0; s <= t; s++) {
        const dscore = weights[first + s] * (dweights[s] - mean) * scale;
        const k = qkv[s];
        const dk = dqkv[s];
        for (let j = hs; j < he; j++) {
          dq[j] += dscore * k[n_embd + j];
          dk[n_embd + j] += dscore * q[j];
        }
      }
    }
  }
}

/** Product of a head's elements of a with those that stand `offset` further on in b. */
function dot(a: Numbers, b: Numbers, hs: number, he: number, offset: number): number {
  let sum = 0;
  for (let j = hs; j < he; j++) sum += a[j] * b[offset + j];
  return sum;
}
