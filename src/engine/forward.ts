import type { LayerActivations } from './activations.ts';
import { type Matrix, row, view } from './memory.ts';
import type { Network } from './network.ts';
import type { LayerParameters } from './parameters.ts';

/**
 * The positions from `from` to before `to` of a document through the network, layer by layer and all positions at once
 * (model.8 to model.17). Those before `from` must have been through it: their keys and values are in the activations.
 *
 * @param network - its activations get all that is computed, at last the logits
 * @param tokens - token ids by position
 * @throws RangeError where a token or a position is out of range (model.16), or a square overflows (autograd.4)
 */
export function forward(network: Network, tokens: ArrayLike<number>, from: number, to: number): void {
  const { parameters, activations } = network;
  embed(network, tokens, from, to);
  norm(network, activations.normed, activations.sum, activations.scale, from, to); // model.9
  for (let li = 0; li < activations.layers.length; li++) {
    layerForward(network, parameters.layers[li], activations.layers[li], from, to);
  }
  linear(network, activations.logits, activations.x, parameters.lm_head, from, to); // without another norm (model.17)
}

/** sum = the token's and the position's embedding, added (model.8). */
function embed(
  { workspace, parameters, activations, vocab_size, positions }: Network,
  tokens: ArrayLike<number>,
  from: number,
  to: number,
): void {
  const { wte, wpe } = parameters;
  if (to > positions) {
    throw new RangeError(`forward: pos_id is ${to - 1}; it must be an integer in [0, ${positions}) (model.16)`);
  }
  for (let t = from; t < to; t++) {
    const token = tokens[t];
    if (!(Number.isInteger(token) && token >= 0 && token < vocab_size)) {
      throw new RangeError(`forward: token_id is ${token}; it must be an integer in [0, ${vocab_size}) (model.16)`);
    }
    workspace.kernels.sum(row(activations.sum, t), row(wte, token), row(wpe, t), wte.columns);
  }
}

/** mid = x + attn_wo attention(norm x); behind = mid + mlp_fc2 activation(mlp_fc1 norm mid) (model.10 to model.15). */
function layerForward(
  network: Network,
  { attn_wqkv, attn_wo, mlp_fc1, mlp_fc2 }: LayerParameters,
  layer: LayerActivations,
  from: number,
  to: number,
): void {
  const { workspace, config } = network;
  norm(network, layer.norm, layer.x, layer.scale, from, to);
  linear(network, layer.qkv, layer.norm, attn_wqkv, from, to);
  const { heads, weights, qkv } = layer;
  workspace.kernels.attention(heads.address, weights.address, qkv.address, from, to, config.n_embd, config.n_head);
  linear(network, layer.mid, layer.heads, attn_wo, from, to);
  addTo(network, layer.mid, layer.x, from, to); // model.13
  norm(network, layer.midNorm, layer.mid, layer.midScale, from, to);
  linear(network, layer.hidden, layer.midNorm, mlp_fc1, from, to);
  activate(network, layer, from, to);
  linear(network, layer.behind, layer.active, mlp_fc2, from, to);
  addTo(network, layer.behind, layer.mid, from, to);
}

/** y = w x (model.1). */
function linear({ workspace }: Network, y: Matrix, x: Matrix, w: Matrix, from: number, to: number): void {
  workspace.kernels.timesTransposed(row(y, from), row(x, from), w.address, to - from, w.rows, w.columns);
}

/** y = RMSNorm of x (model.6). */
function norm({ workspace }: Network, y: Matrix, x: Matrix, scale: Matrix, from: number, to: number): void {
  workspace.kernels.rmsnorm(row(y, from), row(x, from), row(scale, from), to - from, x.columns);
}

/** y += x */
function addTo({ workspace }: Network, y: Matrix, x: Matrix, from: number, to: number): void {
  workspace.kernels.sum(row(y, from), row(y, from), row(x, from), (to - from) * x.columns);
}

/** The activation of the MLP, in place of what mlp_fc1 gives: max(0, z), or its square in the early revision. */
function activate(
  { workspace, config }: Network,
  { hidden, active }: LayerActivations,
  from: number,
  to: number,
): void {
  const count = (to - from) * hidden.columns;
  workspace.kernels.relu(row(hidden, from), count);
  if (config.activation === 'relu') return; // `active` is `hidden`
  const fault = workspace.kernels.square(row(active, from), row(hidden, from), count);
  if (fault < count) {
    const z = view(workspace, hidden)[from * hidden.columns + fault];
    throw new RangeError(`relu_squared: the square of ${z} overflows (autograd.4)`);
  }
}
