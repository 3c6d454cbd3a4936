import type { Config } from '../../../reference/config.ts';
import type { Matrix, StateDict } from '../../../reference/parameters.ts';
import { add, dot, f, zeros } from './arithmetic.ts';
import { type Activations, inverseRoot, type LayerActivations } from './forward.ts';

/** A number for each parameter, to be written: gradients, or moments. */
export type Buffers = Record<string, number[][]>;

/** The gradients behind the three projections [n, n_embd]. */
interface Projected {
  readonly dq: number[][];
  readonly dk: number[][];
  readonly dv: number[][];
}

/** Adds d loss / d params to grad, by the chain rule written out: from lm_head to the embeddings. */
export function backward(
  config: Config,
  params: StateDict,
  tokens: readonly number[],
  activations: Activations,
  grad: Buffers,
): void {
  const { n, embedding, layers, stream } = activations;
  let dstream: number[][] = [];
  for (let t = 0; t < n; t++) {
    const dlogits = logitsGradient(activations, tokens, t);
    dstream.push(linearBackward(dlogits, stream[t], params.lm_head, grad.lm_head));
  }
  for (let li = config.n_layer - 1; li >= 0; li--) {
    dstream = mlpBackward(config, params, li, layers[li], dstream, grad);
    dstream = attentionBlockBackward(config, params, li, layers[li], dstream, grad);
  }
  for (let t = 0; t < n; t++) {
    const dembedding = rmsnormBackward(dstream[t], embedding[t]);
    addTo(grad.wte[tokens[t]], dembedding);
    addTo(grad.wpe[t], dembedding);
  }
}

/** (p - 1 at the target) / n: through softmax, logarithm and mean at once. */
function logitsGradient(activations: Activations, tokens: readonly number[], t: number): number[] {
  const { n, probs } = activations;
  const target = tokens[t + 1];
  return probs[t].map((p, i) => f(f(p - (i === target ? 1 : 0)) / n));
}

/** Of y = w x: adds dy x^T to dw, and gives w^T dy. */
function linearBackward(dy: readonly number[], x: readonly number[], w: Matrix, dw: number[][]): number[] {
  const dx = zeros(x.length);
  for (let o = 0; o < dy.length; o++) {
    for (let i = 0; i < x.length; i++) {
      dw[o][i] = f(dw[o][i] + f(dy[o] * x[i]));
      dx[i] = f(dx[i] + f(w[o][i] * dy[o]));
    }
  }
  return dx;
}

/** Of y = s x, s = (mean x^2 + eps)^(-1/2): s dy_i - x_i s^3 (dy . x) / len(x). */
function rmsnormBackward(dy: readonly number[], x: readonly number[]): number[] {
  const s = inverseRoot(x);
  const cube = f(f(s * s) * s);
  const through = f(f(dot(dy, x) * cube) / x.length);
  return x.map((xi, i) => f(f(s * dy[i]) - f(xi * through)));
}

/** The MLP block, around which the gradient is handed on too. */
function mlpBackward(
  config: Config,
  params: StateDict,
  li: number,
  layer: LayerActivations,
  dstream: number[][],
  grad: Buffers,
): number[][] {
  const { attn_residual, mlp_norm, mlp_hidden, mlp_relu } = layer;
  const fc1 = `layer${li}.mlp_fc1`;
  const fc2 = `layer${li}.mlp_fc2`;
  return dstream.map((dout, t) => {
    const drelu = linearBackward(dout, mlp_relu[t], params[fc2], grad[fc2]);
    const dhidden = drelu.map((d, i) => activationBackward(config, d, mlp_hidden[t][i]));
    const dnorm = linearBackward(dhidden, mlp_norm[t], params[fc1], grad[fc1]);
    return add(dout, rmsnormBackward(dnorm, attn_residual[t]));
  });
}

/** 1 where h > 0, or 2 h in the early revision. */
function activationBackward(config: Config, d: number, h: number): number {
  if (h <= 0) return 0;
  return config.activation === 'relu' ? d : f(f(2 * h) * d);
}

/** The attention block, around which the gradient is handed on too. */
function attentionBlockBackward(
  config: Config,
  params: StateDict,
  li: number,
  layer: LayerActivations,
  dstream: number[][],
  grad: Buffers,
): number[][] {
  const { input, attn_norm, x_attn } = layer;
  const [wq, wk, wv, wo] = ['q', 'k', 'v', 'o'].map((letter) => `layer${li}.attn_w${letter}`);
  const dx_attn = dstream.map((dout, t) => linearBackward(dout, x_attn[t], params[wo], grad[wo]));
  const { dq, dk, dv } = attentionBackward(config, layer, dx_attn);
  return dstream.map((dout, t) => {
    const byQuery = linearBackward(dq[t], attn_norm[t], params[wq], grad[wq]);
    const byKey = linearBackward(dk[t], attn_norm[t], params[wk], grad[wk]);
    const byValue = linearBackward(dv[t], attn_norm[t], params[wv], grad[wv]);
    const dnorm = add(add(byQuery, byKey), byValue);
    return add(dout, rmsnormBackward(dnorm, input[t]));
  });
}

/** A position hands gradient to its own query, and to the key and the value of every position that it saw. */
function attentionBackward(config: Config, layer: LayerActivations, dx_attn: number[][]): Projected {
  const { q, k, v, attn_weights } = layer;
  const head_dim = config.n_embd / config.n_head;
  const root = f(Math.sqrt(head_dim));
  const [dq, dk, dv] = [q, k, v].map((rows) => rows.map((row) => zeros(row.length)));
  for (let t = 0; t < q.length; t++) {
    for (let h = 0; h < config.n_head; h++) {
      const hs = h * head_dim;
      const weights = attn_weights[t][h];
      const dout = dx_attn[t].slice(hs, hs + head_dim);
      const dweights = zeros(t + 1);
      for (let s = 0; s <= t; s++) {
        for (let j = 0; j < head_dim; j++) {
          dweights[s] = f(dweights[s] + f(dout[j] * v[s][hs + j]));
          dv[s][hs + j] = f(dv[s][hs + j] + f(weights[s] * dout[j]));
        }
      }
      const mean = dot(weights, dweights);
      for (let s = 0; s <= t; s++) {
        const dscore = f(f(weights[s] * f(dweights[s] - mean)) / root);
        for (let j = 0; j < head_dim; j++) {
          dq[t][hs + j] = f(dq[t][hs + j] + f(dscore * k[s][hs + j]));
          dk[s][hs + j] = f(dk[s][hs + j] + f(dscore * q[t][hs + j]));
        }
      }
    }
  }
  return { dq, dk, dv };
}

function addTo(sum: number[], terms: readonly number[]): void {
  for (let i = 0; i < terms.length; i++) sum[i] = f(sum[i] + terms[i]);
}
