import { attentionBackward } from './attention.ts';
import { add } from './forward.ts';
import type { Gradient } from './gradient.ts';
import { lossBackward, positionsOf } from './loss.ts';
import { activateBackward } from './mlp.ts';
import type { LayerTrace, Network } from './network.ts';
import type { Rows } from './numbers.ts';
import type { LayerParameters } from './parameters.ts';
import { times, transpose } from './products.ts';
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
  for (let t = 0; t < n; t++) lossBackward(dlogits[t], trace.probs[t], tokens[t + 1], n);
  linearBackward(gradient, d.lm_head, dx, dlogits, parameters.lm_head, trace.x, n);
  for (let li = config.n_layer - 1; li >= 0; li--) {
    layerBackward(network, parameters.layers[li], d.layers[li], trace.layers[li], gradient, n);
  }
  for (const row of d.wte) row.fill(0); // a token or position that the document has not
  for (const row of d.wpe) row.fill(0);
  for (let t = 0; t < n; t++) {
    dnorm[t].fill(0);
    rmsnormBackward(dnorm[t], dx[t], trace.sum[t], trace.scale[t]);
    add(d.wte[tokens[t]], dnorm[t]); // both embeddings get the gradient of their sum (model.22)
    add(d.wpe[t], dnorm[t]);
  }
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
  linearBackward(gradient, d.mlp_fc2, dhidden, dx, mlp_fc2, layer.active, n);
  activateBackward(network.config, layer, dhidden, n);
  linearBackward(gradient, d.mlp_fc1, dnorm, dhidden, mlp_fc1, layer.midNorm, n);
  for (let t = 0; t < n; t++) rmsnormBackward(dx[t], dnorm[t], layer.mid[t], layer.midScale[t]);

  linearBackward(gradient, d.attn_wo, dheads, dx, attn_wo, layer.heads, n);
  attentionBackward(network, layer, gradient, n);
  linearBackward(gradient, d.attn_wqkv, dnorm, dqkv, attn_wqkv, layer.norm, n);
  for (let t = 0; t < n; t++) rmsnormBackward(dx[t], dnorm[t], layer.x[t], layer.scale[t]);
}

/** Of y = w x at n positions: dw = sum_t dy_t x_t^T and dx_t = w^T dy_t. */
function linearBackward({ transposed }: Gradient, dw: Rows, dx: Rows, dy: Rows, w: Rows, x: Rows, n: number): void {
  transpose(transposed, dy, n);
  times(dw, transposed, x, w.length, n);
  times(dx, dy, w, n, w.length);
}
