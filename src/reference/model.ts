import type { Tape, Value } from './autograd.ts';
import type { Config } from './config.ts';
import { type Matrix, onTape, type StateDict } from './parameters.ts';
import { item, max, raise } from './python.ts';

// microgpt.py, lines 92 to 144.

/** Added to the mean square in RMSNorm (model.7). */
const EPS_RMSNORM = 1e-5;

/** A configuration and its parameters as nodes of one tape. */
export interface Model {
  readonly config: Config;
  readonly tape: Tape;
  readonly state_dict: StateDict<Value>;
  /** Number of parameters: they are the tape's first nodes. */
  readonly num_params: number;
}

/** Keys, or values, of each layer and of the positions so far: cache[li][t] [n_embd] (model.11). */
export type Cache = Value[][][];

/**
 * Puts parameters on a tape, ready for `gpt`.
 *
 * @param tape - an empty tape
 * @param config - the configuration
 * @param state_dict - parameters of that configuration's shapes
 *
 * @example
 * const initial = initialParameters(CANONICAL, 27, new Random(42));
 * createModel(new Tape(), CANONICAL, initial).num_params; // => 4192
 */
export function createModel(tape: Tape, config: Config, state_dict: StateDict): Model {
  const nodes = onTape(tape, config, state_dict);
  return { config, tape, state_dict: nodes, num_params: tape.length };
}

/**
 * A fresh KV cache: one empty list a layer (model.11).
 *
 * @example
 * emptyCache(CANONICAL); // => [[]]
 */
export function emptyCache(config: Config): Cache {
  return Array.from({ length: config.n_layer }, () => []);
}

/**
 * y_i = sum_j w_ij x_j (model.1).
 *
 * @param tape - holds the arguments, and takes the nodes of the result
 * @param x - activations [nin]
 * @param w - weights [nout, nin]
 * @returns activations [nout]
 *
 * @example
 * const tape = new Tape();
 * const [x, w] = [[tape.leaf(1), tape.leaf(2)], [[tape.leaf(3), tape.leaf(4)]]];
 * linear(tape, x, w).map((y) => tape.data[y]); // => [11]
 */
export function linear(tape: Tape, x: readonly Value[], w: Matrix<Value>): Value[] {
  return w.map((wo) => tape.dot(wo, x));
}

/**
 * p_i = exp(x_i - max x) / sum_j exp(x_j - max x) (model.2 to model.5).
 *
 * @param tape - holds the arguments, and takes the nodes of the result
 * @param logits - [n], n >= 1
 * @returns probabilities [n]
 * @throws RangeError where there are no logits (model.5)
 *
 * @example
 * const tape = new Tape();
 * softmax(tape, [tape.leaf(7), tape.leaf(7)]).map((p) => tape.data[p]); // => [0.5, 0.5]
 */
export function softmax(tape: Tape, logits: readonly Value[]): Value[] {
  if (logits.length === 0) raise('softmax: there are no logits; at least one is needed (model.5)');
  const max_val = tape.leaf(max(logits.map((val) => tape.data[val])));
  const exps = logits.map((val) => tape.exp(tape.sub(val, max_val)));
  const total = tape.sum(exps);
  return exps.map((e) => tape.div(e, total));
}

/**
 * y_i = x_i (mean_j x_j^2 + 1e-5)^(-1/2) (model.6, model.7).
 *
 * @param tape - holds the arguments, and takes the nodes of the result
 * @param x - activations [n], n >= 1
 * @returns activations [n]
 * @throws RangeError where x is empty, as 1 / 0 raises (model.6)
 *
 * @example
 * const tape = new Tape();
 * rmsnorm(tape, [tape.leaf(0), tape.leaf(0)]).map((y) => tape.data[y]); // => [0, 0]
 */
export function rmsnorm(tape: Tape, x: readonly Value[]): Value[] {
  const ms = tape.divNumber(tape.dot(x, x), x.length);
  const scale = tape.pow(tape.add(ms, tape.leaf(EPS_RMSNORM)), -0.5);
  return x.map((xi) => tape.mul(xi, scale));
}

/**
 * One token through the network. Its gradient satisfies model.18 to model.27.
 *
 * @param model - the parameters on their tape
 * @param token_id - the token, in [0, vocab_size)
 * @param pos_id - its position, in [0, block_size)
 * @param keys - the cache of earlier positions' keys; this position's are appended
 * @param values - likewise for values
 * @returns logits over the next token [vocab_size] (model.8 to model.17)
 * @throws RangeError where token_id or pos_id is out of range (model.16)
 *
 * @example
 * const initial = initialParameters(CANONICAL, 27, new Random(42));
 * const model = createModel(new Tape(), CANONICAL, initial);
 * gpt(model, 26, 0, emptyCache(CANONICAL), emptyCache(CANONICAL)).length; // => 27
 */
export function gpt(
  model: Model,
  token_id: number,
  pos_id: number,
  keys: Cache,
  values: Cache,
): Value[] {
  const { config, tape, state_dict } = model;
  const tok_emb = rowOf(state_dict.wte, token_id, 'token_id'); // token embedding
  const pos_emb = rowOf(state_dict.wpe, pos_id, 'pos_id'); // position embedding
  let x = tok_emb.map((t, i) => tape.add(t, pos_emb[i])); // joint token and position embedding
  x = rmsnorm(tape, x); // not redundant, because of the backward pass through the residual

  for (let li = 0; li < config.n_layer; li++) {
    // 1) Multi-head attention block
    let x_residual = x;
    x = rmsnorm(tape, x);
    const q = linear(tape, x, state_dict[`layer${li}.attn_wq`]);
    const k = linear(tape, x, state_dict[`layer${li}.attn_wk`]);
    const v = linear(tape, x, state_dict[`layer${li}.attn_wv`]);
    keys[li].push(k);
    values[li].push(v);
    const x_attn = attention(model, q, keys[li], values[li]);
    x = linear(tape, x_attn, state_dict[`layer${li}.attn_wo`]);
    x = x.map((a, i) => tape.add(a, x_residual[i]));
    // 2) MLP block
    x_residual = x;
    x = rmsnorm(tape, x);
    x = linear(tape, x, state_dict[`layer${li}.mlp_fc1`]);
    x = x.map((xi) => activate(model, xi));
    x = linear(tape, x, state_dict[`layer${li}.mlp_fc2`]);
    x = x.map((a, i) => tape.add(a, x_residual[i]));
  }

  return linear(tape, x, state_dict.lm_head); // without another norm (model.17)
}

/**
 * Scaled dot-product attention of one position over itself and all before it, head by head
 * (model.10 to model.12).
 *
 * @param q - this position's query [n_embd]
 * @param keys - keys of the positions 0 to this one, each [n_embd]
 * @param values - likewise for values
 * @returns the heads' outputs, concatenated [n_embd]
 */
function attention(model: Model, q: Value[], keys: Value[][], values: Value[][]): Value[] {
  const { config, tape } = model;
  const head_dim = config.n_embd / config.n_head;
  const root = tape.math.pow(head_dim, 0.5);
  const x_attn: Value[] = [];
  for (let h = 0; h < config.n_head; h++) {
    const hs = h * head_dim;
    const q_h = q.slice(hs, hs + head_dim);
    const k_h = keys.map((ki) => ki.slice(hs, hs + head_dim));
    const v_h = values.map((vi) => vi.slice(hs, hs + head_dim));
    const attn_logits = k_h.map((k_t) => tape.divNumber(tape.dot(q_h, k_t), root));
    const attn_weights = softmax(tape, attn_logits);
    for (let j = 0; j < head_dim; j++) {
      const v_j = v_h.map((v_t) => v_t[j]);
      x_attn.push(tape.dot(attn_weights, v_j));
    }
  }
  return x_attn;
}

/** ReLU, or its square in the early revision (model.14, model.15). */
function activate({ config, tape }: Model, xi: Value): Value {
  const positive = tape.relu(xi);
  return config.activation === 'relu' ? positive : tape.pow(positive, 2);
}

function rowOf(matrix: Matrix<Value>, index: number, name: string): readonly Value[] {
  return item(matrix, index, `gpt: ${name} is ${index}; it`, 'model.16');
}
