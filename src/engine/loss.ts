import { forward } from './forward.ts';
import type { Libm } from './kernels.ts';
import type { Network } from './network.ts';

/** n = min(block_size, len(tokens) - 1): the positions of a document that have a target (loss.7). */
export function positionsOf(block_size: number, tokens: ArrayLike<number>): number {
  return Math.max(0, Math.min(block_size, tokens.length - 1));
}

/**
 * -ln probs[target], in nats (loss.1).
 *
 * @param probs - probabilities [vocab_size], from an index on
 * @throws RangeError where there is no such target (loss.11), or its probability is 0 (loss.4)
 */
export function positionLoss(
  libm: Libm,
  probs: ArrayLike<number>,
  target: number,
  vocab_size: number = probs.length,
  first = 0,
): number {
  if (!(Number.isInteger(target) && target >= 0 && target < vocab_size)) {
    throw new RangeError(`loss: target ${target} must be an integer in [0, ${vocab_size}) (loss.11)`);
  }
  const p = probs[first + target];
  if (p <= 0) throw new RangeError(`loss: the target has probability ${p}; log needs > 0 (loss.4)`);
  return -libm.log(p);
}

/**
 * (1 / n) sum of the first n losses (loss.6).
 *
 * @throws RangeError where n is 0, as 1 / 0 raises
 */
export function averageLoss(losses: ArrayLike<number>, n: number): number {
  if (n === 0) throw new RangeError('loss: there is no position to average over (loss.6)');
  let total = 0;
  for (let t = 0; t < n; t++) total += losses[t];
  return total * (1 / n);
}

/**
 * A document's tokens to its loss, with nothing left of the document before (loss.6 to loss.8).
 *
 * @param network - its activations get all that is computed
 * @param tokens - BOS, the document's tokens, BOS
 * @returns the mean of the position losses, in nats
 * @throws RangeError where there are fewer than two tokens, one is outside the vocabulary, or a target has probability 0
 */
export function documentLoss(network: Network, tokens: ArrayLike<number>): number {
  const { workspace, activations, config, vocab_size, views } = network;
  const n = positionsOf(config.block_size, tokens);
  forward(network, tokens, 0, n);
  workspace.kernels.softmaxRows(activations.probs.address, activations.logits.address, n, vocab_size);
  for (let t = 0; t < n; t++) {
    activations.losses[t] = positionLoss(workspace.libm, views.probs, tokens[t + 1], vocab_size, t * vocab_size);
  }
  return averageLoss(activations.losses, n);
}

/** The gradient of the loss by the logits: (softmax - onehot) / n, the target of position t being tokens[t + 1] (loss.10). */
export function lossBackward(network: Network, tokens: ArrayLike<number>): void {
  const { workspace, activations, config, vocab_size, gradient, views } = network;
  const n = positionsOf(config.block_size, tokens);
  workspace.kernels.quotient(gradient.dlogits.address, activations.probs.address, n, n * vocab_size);
  for (let t = 0; t < n; t++) views.dlogits[t * vocab_size + tokens[t + 1]] -= 1 / n;
}
