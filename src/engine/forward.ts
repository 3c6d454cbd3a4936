import { attention } from './attention.ts';
import { activate } from './mlp.ts';
import type { LayerTrace, Network } from './network.ts';
import { addRows } from './numbers.ts';
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
  const { parameters, trace, libm } = network;
  embed(network, tokens, from, to);
  rmsnorm(libm, trace.normed, trace.sum, trace.scale, from, to); // model.9
  for (let li = 0; li < trace.layers.length; li++) {
    layerForward(network, parameters.layers[li], trace.layers[li], from, to);
  }
  timesTransposed(trace.logits, trace.x, parameters.lm_head, from, to); // without another norm (model.17)
}

/** sum = the token's and the position's embedding, added (model.8). */
function embed(network: Network, tokens: ArrayLike<number>, from: number, to: number): void {
  const { parameters, trace, vocab_size, positions } = network;
  if (to > positions) {
    throw new RangeError(`forward: pos_id is ${to - 1}; it must be an integer in [0, ${positions}) (model.16)`);
  }
  for (let t = from; t < to; t++) {
    const token = tokens[t];
    if (!(Number.isInteger(token) && token >= 0 && token < vocab_size)) {
      throw new RangeError(`forward: token_id is ${token}; it must be an integer in [0, ${vocab_size}) (model.16)`);
    }
    const ofToken = parameters.wte[token];
    const ofPosition = parameters.wpe[t];
    const sum = trace.sum[t];
    for (let i = 0; i < sum.length; i++) sum[i] = ofToken[i] + ofPosition[i];
  }
}

/** mid = x + attn_wo attention(norm x); behind = mid + mlp_fc2 activation(mlp_fc1 norm mid) (model.10 to model.15). */
function layerForward(
  network: Network,
  { attn_wqkv, attn_wo, mlp_fc1, mlp_fc2 }: LayerParameters,
  layer: LayerTrace,
  from: number,
  to: number,
): void {
  const { libm, config } = network;
  rmsnorm(libm, layer.norm, layer.x, layer.scale, from, to);
  timesTransposed(layer.qkv, layer.norm, attn_wqkv, from, to);
  attention(network, layer, from, to);
  timesTransposed(layer.mid, layer.heads, attn_wo, from, to);
  addRows(layer.mid, layer.x, from, to); // model.13
  rmsnorm(libm, layer.midNorm, layer.mid, layer.midScale, from, to);
  timesTransposed(layer.hidden, layer.midNorm, mlp_fc1, from, to);
  activate(config, layer, from, to);
  timesTransposed(layer.behind, layer.active, mlp_fc2, from, to);
  addRows(layer.behind, layer.mid, from, to);
}
