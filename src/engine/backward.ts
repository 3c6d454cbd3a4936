import type { LayerActivations } from './activations.ts';
import { lossBackward, positionsOf } from './loss.ts';
import { type Matrix, row } from './memory.ts';
import type { Network } from './network.ts';
import type { LayerParameters } from './parameters.ts';

/**
 * The derivative of a document's loss by every parameter, derived by hand: from the loss to the embeddings, layer by layer
 * and all positions at once (training.9).
 *
 * @param network - as `documentLoss` has left it; its gradient gets it, and nothing is left of the one before (optimizer.9)
 * @param tokens - the same document
 */
export function backward(network: Network, tokens: ArrayLike<number>): void {
  const { workspace, parameters, activations, config, gradient } = network;
  const { dx, dnorm, dlogits } = gradient;
  const d = gradient.parameters;
  const n = positionsOf(config.block_size, tokens);
  lossBackward(network, tokens);
  linearBackward(network, d.lm_head, dx, dlogits, parameters.lm_head, activations.x, n);
  for (let li = config.n_layer - 1; li >= 0; li--) {
    layerBackward(network, parameters.layers[li], d.layers[li], activations.layers[li], n);
  }
  workspace.kernels.clear(dnorm.address, n * config.n_embd);
  normBackward(network, dnorm, dx, activations.sum, activations.scale, n);
  embedBackward(network, dnorm, tokens, n);
}

/** Both embeddings get the gradient of their sum (model.22); what the document does not use has 0. */
function embedBackward({ workspace, gradient }: Network, dsum: Matrix, tokens: ArrayLike<number>, n: number): void {
  const { kernels } = workspace;
  const { wte, wpe } = gradient.parameters;
  kernels.clear(wte.address, wte.rows * wte.columns);
  kernels.clear(wpe.address, wpe.rows * wpe.columns);
  kernels.sum(wpe.address, wpe.address, dsum.address, n * dsum.columns);
  for (let t = 0; t < n; t++) {
    const ofToken = row(wte, tokens[t]);
    kernels.sum(ofToken, ofToken, row(dsum, t), dsum.columns);
  }
}

/** One layer: dx goes from the stream behind it to the stream before it, along the residuals and through the blocks. */
function layerBackward(
  network: Network,
  { attn_wqkv, attn_wo, mlp_fc1, mlp_fc2 }: LayerParameters,
  d: LayerParameters,
  layer: LayerActivations,
  n: number,
): void {
  const { kernels } = network.workspace;
  const { activation, n_embd, n_head } = network.config;
  const { dx, dnorm, dhidden, dheads, dweights, dqkv } = network.gradient;
  linearBackward(network, d.mlp_fc2, dhidden, dx, mlp_fc2, layer.active, n);
  const units = n * dhidden.columns;
  if (activation === 'relu') kernels.reluBackward(dhidden.address, layer.hidden.address, units);
  else kernels.squareBackward(dhidden.address, layer.hidden.address, units);
  linearBackward(network, d.mlp_fc1, dnorm, dhidden, mlp_fc1, layer.midNorm, n);
  normBackward(network, dx, dnorm, layer.mid, layer.midScale, n);

  linearBackward(network, d.attn_wo, dheads, dx, attn_wo, layer.heads, n);
  const { weights, qkv } = layer;
  kernels.attentionBackward(
    dqkv.address,
    dheads.address,
    weights.address,
    qkv.address,
    dweights.address,
    n,
    n_embd,
    n_head,
  );
  linearBackward(network, d.attn_wqkv, dnorm, dqkv, attn_wqkv, layer.norm, n);
  normBackward(network, dx, dnorm, layer.x, layer.scale, n);
}

/** Of y = w x at n positions: dw = sum_t dy_t x_t^T and dx_t = w^T dy_t. */
function linearBackward(
  { workspace }: Network,
  dw: Matrix,
  dx: Matrix,
  dy: Matrix,
  w: Matrix,
  x: Matrix,
  n: number,
): void {
  workspace.kernels.transposedTimes(dw.address, dy.address, x.address, w.rows, w.columns, n);
  workspace.kernels.times(dx.address, dy.address, w.address, n, w.columns, w.rows);
}

/** Of y = RMSNorm of x at n positions: dx gets what comes from dy (model.23). */
function normBackward({ workspace }: Network, dx: Matrix, dy: Matrix, x: Matrix, scale: Matrix, n: number): void {
  workspace.kernels.rmsnormBackward(dx.address, dy.address, x.address, scale.address, n, x.columns);
}
