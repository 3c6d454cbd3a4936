import { forward } from './forward.ts';
import type { Libm, Network } from './network.ts';
import type { Numbers, Rows } from './numbers.ts';
import { softmax } from './softmax.ts';

/** n = min(block_size, len(tokens) - 1): the positions of a document that have a target (loss.7). */
export function positionsOf(block_size: number, tokens: ArrayLike<number>): number {
  return Math.max(0, Math.min(block_size, tokens.length - 1));
}

/**
 * -ln probs[target], in nats (loss.1).
 *
 * @throws RangeError where there is no such target (loss.11), or its probability is 0 (loss.4)
 */
export function positionLoss(libm: Libm, probs: Numbers, target: number): number {
  if (!(Number.isInteger(target) && target >= 0 && target < probs.length)) {
    throw new RangeError(`loss: target ${target} must be an integer in [0, ${probs.length}) (loss.11)`);
  }
  const p = probs[target];
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
 * @param network - its trace gets all that is computed
 * @param tokens - BOS, the document's tokens, BOS
 * @returns the mean of the position losses, in nats
 * @throws RangeError where there are fewer than two tokens, one is outside the vocabulary, or a target has probability 0
 */
export function documentLoss(network: Network, tokens: ArrayLike<number>): number {
  const { libm, trace, config, vocab_size } = network;
  const n = positionsOf(config.block_size, tokens);
  forward(network, tokens, 0, n);
  for (let t = 0; t < n; t++) {
    softmax(libm, trace.probs[t], trace.logits[t], 0, vocab_size);
    trace.losses[t] = positionLoss(libm, trace.probs[t], tokens[t + 1]);
  }
  return averageLoss(trace.losses, n);
}

/**
 * The gradient of the loss by the logits of n positions: (softmax - onehot) / n (loss.10).
 *
 * @param dlogits - gets it [n, vocab_size]; may be probs
 * @param tokens - the target of position t is tokens[t + 1]
 */
export function lossBackward(dlogits: Rows, probs: Rows, tokens: ArrayLike<number>, n: number): void {
  for (let t = 0; t < n; t++) {
    const p = probs[t];
    const d = dlogits[t];
    for (let i = 0; i < p.length; i++) d[i] = p[i] / n;
    d[tokens[t + 1]] -= 1 / n;
  }
}
