import { attentionBackward } from './attention.ts';
import type { Gradient } from './gradient.ts';
import { lossBackward, positionsOf } from './loss.ts';
import { activateBackward } from './mlp.ts';
import type { LayerTrace, Network } from './network.ts';
import { addRow, addRows, clearRows, type Rows } from './numbers.ts';
import type { LayerParameters, Parameters } from './parameters.ts';
import { times, transposedTimes } from './products.ts';
import { rmsnormBackward } from './rmsnorm.ts';

/**
 * The derivative of a document's loss by every parameter, derived by hand: from the loss to the embeddings, layer by layer
 * and all positions at once (training.9).
 *
 * @param network - as `documentLoss` has left it
 * @param gradient - its parameters get the gradient; nothing is left of the one before (optimizer.9)
 * @param tokens - the same document
 */
export function backward(network: Network, gradient: Gradient, tokens: ArrayLike<number>): void {
  const { parameters, trace, config } = network;
  const { dx, dnorm, dlogits } = gradient;
  const d = gradient.parameters;
  const n = positionsOf(config.block_size, tokens);
  lossBackward(dlogits, trace.probs, tokens, n);
  linearBackward(d.lm_head, dx, dlogits, parameters.lm_head, trace.x, n);
  for (let li = config.n_layer - 1; li >= 0; li--) {
    layerBackward(network, parameters.layers[li], d.layers[li], trace.layers[li], gradient, n);
  }
  clearRows(dnorm, n);
  rmsnormBackward(dnorm, dx, trace.sum, trace.scale, n);
  embedBackward(d, dnorm, tokens, n);
}

/** Both embeddings get the gradient of their sum (model.22); what the document does not use has 0. */
function embedBackward({ wte, wpe }: Parameters, dsum: Rows, tokens: ArrayLike<number>, n: number): void {
  clearRows(wte, wte.length);
  clearRows(wpe, wpe.length);
  addRows(wpe, dsum, 0, n);
  for (let t = 0; t < n; t++) addRow(wte[tokens[t]], dsum[t]);
}

/** One layer: dx goes from the stream behind it to the stream before it, along the residuals and through the blocks. */
function layerBackward(
  network: Network,
  { attn_wqkv, attn_wo, mlp_fc1, mlp_fc2 }: LayerParameters,
  d: LayerParameters,
  layer: LayerTrace,
  gradient: Gradient,
  n: number,
): void {
  const { dx, dnorm, dhidden, dheads, dqkv } = gradient;
  linearBackward(d.mlp_fc2, dhidden, dx, mlp_fc2, layer.active, n);
  activateBackward(network.config, layer, dhidden, n);
  linearBackward(d.mlp_fc1, dnorm, dhidden, mlp_fc1, layer.midNorm, n);
  rmsnormBackward(dx, dnorm, layer.mid, layer.midScale, n);

  linearBackward(d.attn_wo, dheads, dx, attn_wo, layer.heads, n);
  attentionBackward(network, layer, gradient, n);
  linearBackward(d.attn_wqkv, dnorm, dqkv, attn_wqkv, layer.norm, n);
  rmsnormBackward(dx, dnorm, layer.x, layer.scale, n);
}

/** Of y = w x at n positions: dw = sum_t dy_t x_t^T and dx_t = w^T dy_t. */
function linearBackward(dw: Rows, dx: Rows, dy: Rows, w: Rows, x: Rows, n: number): void {
  transposedTimes(dw, dy, x, n);
  times(dx, dy, w, n, w.length);
}
