import type { Config } from '../../reference/config.ts';
import type { Matrix } from '../../reference/parameters.ts';

/** The parts of src/lab/numerics/handDerived.ts: each with its derivative, written out for all positions of a document. */

/** One row a position. */
export type Rows = number[][];

/** One of state_dict's matrices, and its gradient. */
export interface Parameter {
  readonly w: Matrix;
  readonly g: Rows;
}

const EPS_RMSNORM = 1e-5;

/** A value, and the way from its gradient to the gradient of what it was computed from. */
export interface Stage {
  readonly y: Rows;
  readonly backward: (d: Rows) => Rows;
}

/** A part of a layer: normalisation, its own computation, and the residual. */
export type Block = (at: (name: string) => Parameter, x: Rows) => Stage;

export const attention =
  (config: Config, li: number): Block =>
  (at, x) => {
    const norm = rmsnorm(x);
    const [q, k, v] = ['wq', 'wk', 'wv'].map((name) => linear(at(`layer${li}.attn_${name}`), norm.y));
    const heads = Array.from({ length: config.n_head }, (_, h) => attend(config, h, q.y, k.y, v.y));
    const out = linear(
      at(`layer${li}.attn_wo`),
      rows(x.length, (t) => heads.flatMap(({ y }) => y[t])),
    );
    const backward = (d: Rows) => {
      const [dq, dk, dv] = [zerosLike(x), zerosLike(x), zerosLike(x)];
      const dHeads = out.backward(d);
      for (const head of heads) head.backward(dHeads, dq, dk, dv);
      return add(d, norm.backward(add(add(q.backward(dq), k.backward(dk)), v.backward(dv))));
    };
    return { y: add(out.y, x), backward };
  };

/** One head: weights a = softmax(q k^T / sqrt(head_dim)), output a v. */
function attend({ n_embd, n_head }: Config, h: number, q: Rows, k: Rows, v: Rows) {
  const size = n_embd / n_head;
  const at = h * size;
  const scale = 1 / Math.sqrt(size);
  const a = q.map((row, t) => softmax(rows(t + 1, (s) => scale * dot(row, k[s], at, at, size))));
  const y = a.map((weights) => rows(size, (j) => weights.reduce((sum, weight, s) => sum + weight * v[s][at + j], 0)));
  const backward = (d: Rows, dq: Rows, dk: Rows, dv: Rows) => {
    for (const [t, weights] of a.entries()) {
      const dWeights = weights.map((_, s) => dot(d[t], v[s], at, at, size));
      const mean = dot(weights, dWeights, 0, 0, weights.length);
      for (const [s, weight] of weights.entries()) {
        const dLogit = weight * (dWeights[s] - mean) * scale;
        for (let j = at; j < at + size; j++) {
          dv[s][j] += weight * d[t][j];
          dq[t][j] += dLogit * k[s][j];
          dk[s][j] += dLogit * q[t][j];
        }
      }
    }
  };
  return { y, backward };
}

export const mlp =
  ({ activation }: Config, li: number): Block =>
  (at, x) => {
    const norm = rmsnorm(x);
    const power = activation === 'relu' ? 1 : 2;
    const fc1 = linear(at(`layer${li}.mlp_fc1`), norm.y);
    const fc2 = linear(
      at(`layer${li}.mlp_fc2`),
      fc1.y.map((row) => row.map((h) => Math.max(0, h) ** power)),
    );
    const backward = (d: Rows) => {
      const dHidden = fc2
        .backward(d)
        .map((row, t) => row.map((g, i) => (fc1.y[t][i] > 0 ? g * power * fc1.y[t][i] ** (power - 1) : 0)));
      return add(d, norm.backward(fc1.backward(dHidden)));
    };
    return { y: add(fc2.y, x), backward };
  };

export function linear({ w, g }: Parameter, x: Rows): Stage {
  const y = x.map((row) => w.map((wo) => dot(wo, row, 0, 0, row.length)));
  const backward = (d: Rows) => {
    for (const [t, row] of x.entries()) for (const [o, go] of g.entries()) accumulate(go, row, d[t][o]);
    return d.map((row) => w[0].map((_, i) => row.reduce((sum, dy, o) => sum + dy * w[o][i], 0)));
  };
  return { y, backward };
}

/** y = s x with s = (mean x^2 + eps)^(-1/2); dx = s d - s^3 <d, x> / n x. */
export function rmsnorm(x: Rows): Stage {
  const scales = x.map((row) => 1 / Math.sqrt(dot(row, row, 0, 0, row.length) / row.length + EPS_RMSNORM));
  const backward = (d: Rows) =>
    x.map((row, t) => {
      const inner = (scales[t] ** 3 * dot(d[t], row, 0, 0, row.length)) / row.length;
      return row.map((xi, i) => scales[t] * d[t][i] - inner * xi);
    });
  return { y: x.map((row, t) => row.map((xi) => scales[t] * xi)), backward };
}

/** Mean of log-sum-exp less the target's logit, and (softmax - onehot) / n. */
export function crossEntropy(logits: Rows, tokens: readonly number[]): { losses: number[]; loss: number; d: Rows } {
  const n = logits.length;
  const losses = logits.map((row, t) => {
    const most = Math.max(...row);
    return most + Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - most), 0)) - row[tokens[t + 1]];
  });
  const d = logits.map((row, t) => softmax(row).map((p, i) => (p - (i === tokens[t + 1] ? 1 : 0)) / n));
  return { losses, loss: losses.reduce((sum, loss) => sum + loss, 0) / n, d };
}

function softmax(x: readonly number[]): number[] {
  const most = Math.max(...x);
  const exps = x.map((xi) => Math.exp(xi - most));
  const total = exps.reduce((sum, e) => sum + e, 0);
  return exps.map((e) => e / total);
}

function dot(a: readonly number[], b: readonly number[], aFrom: number, bFrom: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += a[aFrom + i] * b[bFrom + i];
  return sum;
}

export const rows = <T>(n: number, row: (t: number) => T): T[] => Array.from({ length: n }, (_, t) => row(t));
const add = (a: Rows, b: Rows): Rows => a.map((row, t) => row.map((x, i) => x + b[t][i]));
export const zeros = (n: number, m: number): Rows => rows(n, () => new Array(m).fill(0));
const zerosLike = (x: Rows): Rows => zeros(x.length, x[0].length);

/** to += factor x */
export function accumulate(to: number[], x: readonly number[], factor = 1): void {
  for (let i = 0; i < x.length; i++) to[i] += factor * x[i];
}
