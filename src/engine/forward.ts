import { attention } from './attention.ts';
import { activate } from './mlp.ts';
import type { LayerTrace, Network } from './network.ts';
import type { Numbers, Rows } from './numbers.ts';
import type { LayerParameters } from './parameters.ts';
import { timesTransposed } from './products.ts';
import { rmsnorm } from './rmsnorm.ts';

/**
 * The positions from `from` to before `to` of a document through the network, layer by layer and all positions at once
 * (model.8 to model.17). Those before `from` must have been through it: their keys and values are in the trace.
 *
 * @param network - its trace gets all that is computed, at last the logits
 * @param tokens - token ids by position
 * @throws RangeError where a token or a position is out of range (model.16)
 */
export function forward(network: Network, tokens: ArrayLike<number>, from: number, to: number): void {
  const { parameters, trace, libm, config } = network;
  if (to > network.positions) {
    throw new RangeError(`forward: pos_id is ${to - 1}; it must be below ${network.positions} (model.16)`);
  }
  const streams = trace.layers.map((layer) => layer.x);
  streams.push(trace.x);
  for (let t = from; t < to; t++) {
    embed(network, tokens[t], t);
    trace.scale[t] = rmsnorm(libm, streams[0][t], trace.sum[t]); // model.9
  }
  for (let li = 0; li < config.n_layer; li++) {
    layerForward(network, parameters.layers[li], trace.layers[li], streams[li + 1], from, to);
  }
  timesTransposed(trace.logits, trace.x, parameters.lm_head, from, to); // without another norm (model.17)
}

/** The sum of the token's and the position's embedding (model.8). */
function embed({ parameters, trace, vocab_size }: Network, token: number, t: number): void {
  if (!(Number.isInteger(token) && token >= 0 && token < vocab_size)) {
    throw new RangeError(`forward: token_id is ${token}; it must be an integer in [0, ${vocab_size}) (model.16)`);
  }
  const tokenRow = parameters.wte[token];
  const positionRow = parameters.wpe[t];
  const sum = trace.sum[t];
  for (let i = 0; i < sum.length; i++) sum[i] = tokenRow[i] + positionRow[i];
}

/** mid = x + attn_wo attention(norm x); behind = mid + mlp_fc2 activation(mlp_fc1 norm mid) (model.10 to model.15). */
function layerForward(
  network: Network,
  { attn_wqkv, attn_wo, mlp_fc1, mlp_fc2 }: LayerParameters,
  layer: LayerTrace,
  behind: Rows,
  from: number,
  to: number,
): void {
  const { libm, config } = network;
  for (let t = from; t < to; t++) layer.scale[t] = rmsnorm(libm, layer.norm[t], layer.x[t]);
  timesTransposed(layer.qkv, layer.norm, attn_wqkv, from, to);
  attention(network, layer, from, to);
  timesTransposed(layer.mid, layer.heads, attn_wo, from, to);
  for (let t = from; t < to; t++) add(layer.mid[t], layer.x[t]); // model.13
  for (let t = from; t < to; t++) layer.midScale[t] = rmsnorm(libm, layer.midNorm[t], layer.mid[t]);
  timesTransposed(layer.hidden, layer.midNorm, mlp_fc1, from, to);
  activate(config, layer, from, to);
  timesTransposed(behind, layer.active, mlp_fc2, from, to);
  for (let t = from; t < to; t++) add(behind[t], layer.mid[t]);
}

/** to += x */
export function add(to: Numbers, x: Numbers): void {
  for (let i = 0; i < to.length; i++) to[i] += x[i];
}
