import type { Config } from '../../../reference/config.ts';
import type { ModelChoices } from './modelChoices.ts';
import type { Pass, Rows } from './pass.ts';

export type AttentionChoices = Pick<
  ModelChoices,
  'attentionScale' | 'heads' | 'headOutput' | 'mask' | 'weightGradient' | 'keyGradient' | 'valueGradient' | 'softmaxEps'
>;

/** Keys or values: as they are, and what reaches the weights of earlier positions only, where the two part. */
export interface Cached {
  readonly rows: Rows;
  /** Gets the gradient that a later position passes back. */
  readonly later: Float64Array | null;
}

/**
 * Attention of each position, head by head (model.10 to model.12).
 *
 * @param q - queries [n, n_embd]
 * @param k - keys [n, n_embd]
 * @param v - values [n, n_embd]
 * @returns the heads' outputs side by side [n, n_embd]
 */
export function attention(pass: Pass, config: Config, q: Rows, k: Cached, v: Cached, choices: AttentionChoices): Rows {
  const { n } = pass;
  const { n_embd } = config;
  const n_head = choices.heads === 'one' ? 1 : config.n_head;
  const { keyGradient, valueGradient, weightGradient, softmaxEps } = choices;
  const head_dim = n_embd / n_head;
  const factor = factorOf(choices.attentionScale, head_dim, n_embd);
  const [first, step] = choices.heads === 'interleaved' ? [1, n_head] : [head_dim, 1];
  const out = pass.rows(n_embd);
  const { positions } = pass;
  const weights = pass.rows(config.n_head * positions).data;
  const K = k.rows.data;
  const V = v.rows.data;
  for (let t = 0; t < n; t++) {
    const [from, to] = rangeOf(choices.mask, t, n);
    for (let h = 0; h < n_head; h++) {
      const hs = h * first;
      const at = (t * n_head + h) * positions;
      let max = -Infinity;
      for (let u = from; u < to; u++) {
        let score = 0;
        for (let j = 0, i = hs; j < head_dim; j++, i += step) score += q.data[t * n_embd + i] * K[u * n_embd + i];
        weights[at + u] = score * factor;
        if (weights[at + u] > max) max = weights[at + u];
      }
      const padding = choices.mask === 'padded' ? config.block_size - to : 0;
      if (padding > 0) max = Math.max(max, 0);
      let total = softmaxEps + padding * Math.exp(-max);
      for (let u = from; u < to; u++) {
        weights[at + u] = Math.exp(weights[at + u] - max);
        total += weights[at + u];
      }
      for (let u = from; u < to; u++) weights[at + u] /= total;
      if (choices.headOutput !== 'weighted') continue;
      for (let j = 0, i = hs; j < head_dim; j++, i += step) {
        let sum = 0;
        for (let u = from; u < to; u++) sum += weights[at + u] * V[u * n_embd + i];
        out.data[t * n_embd + h * head_dim + j] = sum;
      }
    }
  }
  if (!pass.records) return out;
  pass.note(() => {
    const dweights = new Float64Array(n);
    for (let t = 0; t < n; t++) {
      const [from, to] = rangeOf(choices.mask, t, n);
      for (let h = 0; h < n_head; h++) {
        const hs = h * first;
        const at = (t * n_head + h) * positions;
        let mean = 0;
        for (let u = from; u < to; u++) {
          const dv = u === t || v.later === null ? v.rows.grad : v.later;
          const passes = u === t || valueGradient !== 'detached';
          let dw = 0;
          for (let j = 0, i = hs; j < head_dim; j++, i += step) {
            const dout = out.grad[t * n_embd + h * head_dim + j];
            dw += dout * V[u * n_embd + i];
            if (passes) dv[u * n_embd + i] += dout * weights[at + u];
          }
          dweights[u] = dw;
          mean += dw * weights[at + u];
        }
        for (let u = from; u < to; u++) {
          const dk = u === t || k.later === null ? k.rows.grad : k.later;
          const passes = u === t || keyGradient !== 'detached';
          const weight = weights[at + u];
          const slope =
            weightGradient === 'full' ? dweights[u] - mean : weightGradient === 'none' ? 0 : dweights[u] * (1 - weight);
          const dscore = weight * slope * factor;
          for (let j = 0, i = hs; j < head_dim; j++, i += step) {
            q.grad[t * n_embd + i] += dscore * K[u * n_embd + i];
            if (passes) dk[u * n_embd + i] += dscore * q.data[t * n_embd + i];
          }
        }
      }
    }
  });
  return out;
}

function factorOf(scale: ModelChoices['attentionScale'], head_dim: number, n_embd: number): number {
  switch (scale) {
    case 'head_dim^0.5':
      return 1 / Math.sqrt(head_dim);
    case 'head_dim':
      return 1 / head_dim;
    case 'n_embd^0.5':
      return 1 / Math.sqrt(n_embd);
    default:
      return scale;
  }
}

/** The positions that position t attends to: from the first to before the second. */
function rangeOf(mask: ModelChoices['mask'], t: number, n: number): [from: number, to: number] {
  switch (mask) {
    case 'causal':
    case 'padded':
      return [0, t + 1];
    case 'not-itself':
      return [0, Math.max(t, 1)];
    case 'only-itself':
      return [t, t + 1];
    case 'none':
      return [0, n];
  }
}
