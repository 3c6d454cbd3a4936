import type { Config } from '../../../reference/config.ts';
import type { Matrix, StateDict } from '../../../reference/parameters.ts';
import { add, dot, f, zeros } from './arithmetic.ts';

/** What a layer computed, under the names of spec/traces.md: the first index is the position. */
export interface LayerActivations {
  /** The residual stream that the layer was given [n, n_embd]. */
  readonly input: number[][];
  readonly attn_norm: number[][];
  readonly q: number[][];
  readonly k: number[][];
  readonly v: number[][];
  /** [n, n_head, positions up to this one]. */
  readonly attn_logits: number[][][];
  readonly attn_weights: number[][][];
  /** [n, n_embd], and so are all but mlp_hidden and mlp_relu [n, 4 n_embd]. */
  readonly x_attn: number[][];
  readonly attn_out: number[][];
  readonly attn_residual: number[][];
  readonly mlp_norm: number[][];
  readonly mlp_hidden: number[][];
  readonly mlp_relu: number[][];
  readonly mlp_out: number[][];
  readonly mlp_residual: number[][];
}

/** All that a document's way through the model computed, kept for the way back. */
export interface Activations {
  /** Number of positions. */
  readonly n: number;
  readonly embedding: number[][];
  readonly x: number[][];
  readonly layers: LayerActivations[];
  /** What lm_head was given [n, n_embd]. */
  readonly stream: number[][];
  readonly logits: number[][];
  readonly probs: number[][];
  readonly losses: number[];
  readonly loss: number;
}

/** y = w x. */
function linear(x: readonly number[], w: Matrix): number[] {
  return w.map((row) => dot(row, x));
}

/** exp(x_i - max x) / sum_j exp(x_j - max x). */
function softmax(logits: readonly number[]): number[] {
  const most = Math.max(...logits);
  const exps = logits.map((x) => f(Math.exp(f(x - most))));
  let total = 0;
  for (const e of exps) total = f(total + e);
  return exps.map((e) => f(e / total));
}

/** (mean x^2 + 1e-5)^(-1/2). */
export function inverseRoot(x: readonly number[]): number {
  const meanSquare = f(dot(x, x) / x.length);
  return f(1 / f(Math.sqrt(f(meanSquare + f(1e-5)))));
}

/** x times its inverse root. */
function rmsnorm(x: readonly number[]): number[] {
  const scale = inverseRoot(x);
  return x.map((xi) => f(xi * scale));
}

/** A document's tokens through the model to its loss. */
export function forward(config: Config, params: StateDict, tokens: readonly number[]): Activations {
  const n = Math.min(config.block_size, tokens.length - 1);
  const embedding: number[][] = [];
  for (let t = 0; t < n; t++) embedding.push(add(params.wte[tokens[t]], params.wpe[t]));
  const x = embedding.map((row) => rmsnorm(row));
  const layers: LayerActivations[] = [];
  let stream = x;
  for (let li = 0; li < config.n_layer; li++) {
    const layer = forwardLayer(config, params, li, stream);
    layers.push(layer);
    stream = layer.mlp_residual;
  }
  const logits = stream.map((row) => linear(row, params.lm_head));
  const probs = logits.map((row) => softmax(row));
  const losses = probs.map((row, t) => -f(Math.log(row[tokens[t + 1]])));
  let total = 0;
  for (const loss of losses) total = f(total + loss);
  return { n, embedding, x, layers, stream, logits, probs, losses, loss: f(f(1 / n) * total) };
}

function forwardLayer(config: Config, params: StateDict, li: number, input: number[][]): LayerActivations {
  const attn_norm = input.map((row) => rmsnorm(row));
  const q = attn_norm.map((row) => linear(row, params[`layer${li}.attn_wq`]));
  const k = attn_norm.map((row) => linear(row, params[`layer${li}.attn_wk`]));
  const v = attn_norm.map((row) => linear(row, params[`layer${li}.attn_wv`]));
  const { attn_logits, attn_weights, x_attn } = attention(config, q, k, v);
  const attn_out = x_attn.map((row) => linear(row, params[`layer${li}.attn_wo`]));
  const attn_residual = attn_out.map((row, t) => add(row, input[t]));
  const mlp_norm = attn_residual.map((row) => rmsnorm(row));
  const mlp_hidden = mlp_norm.map((row) => linear(row, params[`layer${li}.mlp_fc1`]));
  const mlp_relu = mlp_hidden.map((row) => row.map((h) => activated(config, h)));
  const mlp_out = mlp_relu.map((row) => linear(row, params[`layer${li}.mlp_fc2`]));
  const mlp_residual = mlp_out.map((row, t) => add(row, attn_residual[t]));
  const attended = { input, attn_norm, q, k, v, attn_logits, attn_weights, x_attn, attn_out, attn_residual };
  return { ...attended, mlp_norm, mlp_hidden, mlp_relu, mlp_out, mlp_residual };
}

/** Each position over itself and all before it, head by head. */
function attention(
  config: Config,
  q: number[][],
  k: number[][],
  v: number[][],
): Pick<LayerActivations, 'attn_logits' | 'attn_weights' | 'x_attn'> {
  const head_dim = config.n_embd / config.n_head;
  const root = f(Math.sqrt(head_dim));
  const [attn_logits, attn_weights, x_attn]: [number[][][], number[][][], number[][]] = [[], [], []];
  for (let t = 0; t < q.length; t++) {
    attn_logits.push([]);
    attn_weights.push([]);
    x_attn.push(zeros(config.n_embd));
    for (let h = 0; h < config.n_head; h++) {
      const hs = h * head_dim;
      const scores = zeros(t + 1);
      for (let s = 0; s <= t; s++) {
        for (let j = 0; j < head_dim; j++) scores[s] = f(scores[s] + f(q[t][hs + j] * k[s][hs + j]));
        scores[s] = f(scores[s] / root);
      }
      const weights = softmax(scores);
      for (let s = 0; s <= t; s++) {
        for (let j = 0; j < head_dim; j++) x_attn[t][hs + j] = f(x_attn[t][hs + j] + f(weights[s] * v[s][hs + j]));
      }
      attn_logits[t].push(scores);
      attn_weights[t].push(weights);
    }
  }
  return { attn_logits, attn_weights, x_attn };
}

function activated(config: Config, h: number): number {
  const positive = h > 0 ? h : 0;
  return config.activation === 'relu' ? positive : f(positive * positive);
}
