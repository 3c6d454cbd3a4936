import type { StateDict } from '../../../src/port/config.ts';
import type { ModelCase } from '../arbitraries.ts';
import { columns } from '../lists.ts';
import { add, type Ball, dot, exact, exacts, inverseRoot, mul, scaled, softmax, type Vector } from './ball.ts';

/** Added to the mean square in RMSNorm (model.7). */
export const EPS_RMSNORM = 1e-5;

/** How far rounding errors are followed. */
export interface Analysis {
  /** What a block takes from the blocks before it: with their errors, or as if it were exact. */
  readonly settle: (x: Vector) => Vector;
}

/** From the parameters to the end: `rad` bounds the port's error. Mid and port are each within rad of the exact value. */
export const THROUGHOUT: Analysis = { settle: (x) => x };

/**
 * Within each block, whose inputs are taken as they are: `rad` bounds what the block itself loses. It is the bound for
 * an identity that holds in a block whatever comes in. Errors of earlier blocks can still move a unit of the MLP over 0:
 * where THROUGHOUT says so, the unit has its radius.
 */
export const LOCAL: Analysis = { settle: (x) => exacts(x.map(({ mid }) => mid)) };

/** A document's activations in one layer, position by position. */
export interface LayerTrace {
  readonly x: readonly Vector[];
  readonly attnNorm: readonly Vector[];
  readonly q: readonly Vector[];
  readonly k: readonly Vector[];
  readonly v: readonly Vector[];
  /** Attention weights [n, n_head, t + 1]. */
  readonly weights: readonly (readonly Vector[])[];
  readonly heads: readonly Vector[];
  readonly afterAttn: readonly Vector[];
  readonly mlpNorm: readonly Vector[];
  readonly units: readonly Vector[];
}

/** A document's forward pass. */
export interface Trace {
  readonly embedded: readonly Vector[];
  readonly layers: readonly LayerTrace[];
  readonly final: readonly Vector[];
  readonly logits: readonly Vector[];
}

/** Matrices with rounding, by name. */
export type Balls = Readonly<Record<string, readonly Vector[]>>;

/** The number of positions that a document has in the model: n = min(block_size, len(tokens) - 1). */
export function positions({ config, tokens }: ModelCase): number {
  return Math.min(config.block_size, tokens.length - 1);
}

/** The forward pass of a document, written out from the clauses of the model chapter. */
export function naiveForward(model: ModelCase, state_dict: StateDict, analysis: Analysis): Trace {
  const w = exactMatrices(state_dict);
  const whole = analysis === THROUGHOUT ? null : naiveForward(model, state_dict, THROUGHOUT);
  const embedded = Array.from({ length: positions(model) }, (_, t) => added(w.wte[model.tokens[t]], w.wpe[t]));
  const layers: LayerTrace[] = [];
  let x = embedded.map((row) => analysis.settle(rmsnorm(row)));
  for (let li = 0; li < model.config.n_layer; li++) {
    const layer = layerForward(model, w, li, x, analysis);
    const units = layer.units.map((z, t) => withKinks(z, whole?.layers[li].units[t] ?? z));
    layers.push({ ...layer, units });
    const written = units.map((z) => linear(activated(model, z), w[`layer${li}.mlp_fc2`]));
    x = written.map((row, t) => analysis.settle(added(row, layer.afterAttn[t])));
  }
  return { embedded, layers, final: x, logits: x.map((row) => linear(row, w.lm_head)) };
}

/** The logits of a document [n, vocab_size], with the rounding of the whole pass. */
export function naiveLogits(model: ModelCase, state_dict: StateDict): readonly Vector[] {
  return naiveForward(model, state_dict, THROUGHOUT).logits;
}

/** The logits of a model whose layers add what `written` says to the residual stream [n, n_embd], each once. */
export function residualStream(
  model: ModelCase,
  state_dict: StateDict,
  written: (x: readonly Vector[], w: Balls, layer: string) => readonly Vector[],
): Vector[] {
  const w = exactMatrices(state_dict);
  let x = Array.from({ length: positions(model) }, (_, t) => rmsnorm(added(w.wte[model.tokens[t]], w.wpe[t])));
  for (let li = 0; li < model.config.n_layer; li++) {
    const delta = written(x, w, `layer${li}`);
    x = x.map((row, t) => added(row, delta[t]));
  }
  return x.map((row) => linear(row, w.lm_head));
}

/** w x (model.1). */
export function linear(x: Vector, w: readonly Vector[]): Vector {
  return w.map((row) => dot(row, x));
}

/** x (mean x^2 + 1e-5)^(-1/2) (model.6, model.7). */
export function rmsnorm(x: Vector): Vector {
  const scale = rmsnormScale(x);
  return x.map((xi) => mul(xi, scale));
}

/** (mean x^2 + 1e-5)^(-1/2). */
export function rmsnormScale(x: Vector): Ball {
  return inverseRoot(add(scaled(dot(x, x), 1 / x.length), exact(EPS_RMSNORM)));
}

/** Element by element. */
export function added(a: Vector, b: Vector): Vector {
  return a.map((x, i) => add(x, b[i]));
}

/** Parameters, which have no error. */
export function exactMatrices(state_dict: StateDict): Balls {
  return Object.fromEntries(Object.entries(state_dict).map(([name, rows]) => [name, rows.map(exacts)]));
}

/** ReLU, or its square in the early revision (model.14, model.15). */
export function activated({ config }: ModelCase, z: Vector): Vector {
  const positive = z.map(relu);
  return config.activation === 'relu' ? positive : positive.map((x) => mul(x, x));
}

/** max(0, x), where mid and the port's number are each within rad of the exact one: so within 2 rad of each other. */
export function relu(x: Ball): Ball {
  if (nearZero(x)) return { mid: Math.max(0, x.mid), rad: 2 * x.rad };
  return x.mid > 0 ? x : exact(0);
}

/** Whether the port may have this number on the other side of 0. */
export function nearZero({ mid, rad }: Ball): boolean {
  return Math.abs(mid) < 2 * rad;
}

/** Units with the radii that they have in themselves, but for those that errors from before may move over 0. */
function withKinks(z: Vector, throughout: Vector): Vector {
  return z.map((unit, i) => (nearZero(throughout[i]) ? throughout[i] : unit));
}

/** Calls `body` for each head with the function that cuts the head's part out of a vector. */
export function eachHead<T>({ config }: ModelCase, body: (head: (x: Vector) => Vector, h: number) => T): T[] {
  const head_dim = config.n_embd / config.n_head;
  return Array.from({ length: config.n_head }, (_, h) => body((x) => x.slice(h * head_dim, (h + 1) * head_dim), h));
}

/** 1 / sqrt(head_dim) (model.10). */
export function scoreScale({ config }: ModelCase): number {
  return (config.n_embd / config.n_head) ** -0.5;
}

function layerForward(model: ModelCase, w: Balls, li: number, x: readonly Vector[], { settle }: Analysis): LayerTrace {
  const attnNorm = x.map((row) => settle(rmsnorm(row)));
  const [q, k, v] = ['wq', 'wk', 'wv'].map((name) => attnNorm.map((row) => linear(row, w[`layer${li}.attn_${name}`])));
  const weights = q.map((q_t, t) =>
    eachHead(model, (head) => settle(softmax(scores(model, head(q_t), k.slice(0, t + 1).map(head))))),
  );
  const heads = weights.map((ofHeads, t) =>
    eachHead(model, (head, h) => columns(v.slice(0, t + 1).map(head)).map((v_j) => dot(ofHeads[h], v_j))).flat(),
  );
  const afterAttn = heads.map((row, t) => settle(added(linear(row, w[`layer${li}.attn_wo`]), x[t])));
  const mlpNorm = afterAttn.map((row) => settle(rmsnorm(row)));
  const units = mlpNorm.map((row) => linear(row, w[`layer${li}.mlp_fc1`]));
  return { x, attnNorm, q, k, v, weights, heads, afterAttn, mlpNorm, units };
}

/** q k_s / sqrt(head_dim), a head's query with each of its keys (model.10). */
export function scores(model: ModelCase, q: Vector, k: readonly Vector[]): Vector {
  return k.map((k_s) => scaled(dot(q, k_s), scoreScale(model)));
}
