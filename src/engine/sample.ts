import type { Sample } from '../reference/inference.ts';
import { bisectWeights } from '../reference/random.ts';
import { forward } from './forward.ts';
import { type Numbers, row, type Workspace } from './memory.ts';
import type { Network } from './network.ts';

/**
 * softmax(logits / temperature), in place (inference.1).
 *
 * @param logits - where they stand, and the same as numbers
 * @param temperature - > 0
 * @throws RangeError where it is 0, or so near that its inverse overflows (inference.9)
 */
export function sampling({ kernels }: Workspace, address: number, logits: Numbers, temperature: number): void {
  const inverse = 1 / temperature;
  if (Math.abs(inverse) === Infinity) {
    throw new RangeError(`sampling: the temperature is ${temperature}; its inverse must be finite (inference.9)`);
  }
  for (let i = 0; i < logits.length; i++) logits[i] *= inverse;
  kernels.softmaxRows(address, address, 1, logits.length);
}

/**
 * Samples a document, from BOS until BOS is drawn or block_size positions are full (inference.2 to inference.5).
 *
 * @param network - with room for as many positions as are drawn
 * @param uniform - gives the next uniform in [0, 1) of the stream, asked once a position (inference.11)
 */
export function sample(network: Network, uniform: () => number): Sample {
  const { workspace, config, activations, vocab_size, views } = network;
  const BOS = vocab_size - 1;
  const inputs = [BOS];
  const drawnFrom: number[][] = [];
  for (let pos_id = 0; pos_id < config.block_size; pos_id++) {
    forward(network, inputs, pos_id, pos_id + 1);
    const logits = views.logits.subarray(pos_id * vocab_size, (pos_id + 1) * vocab_size);
    sampling(workspace, row(activations.logits, pos_id), logits, config.temperature);
    const probs = Array.from(logits);
    drawnFrom.push(probs);
    const token_id = bisectWeights(probs, uniform());
    if (token_id === BOS) break;
    inputs.push(token_id);
  }
  return { tokens: inputs.slice(1), probs: drawnFrom };
}
