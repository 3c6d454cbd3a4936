import { adam } from './adam.ts';
import { backward } from './backward.ts';
import { documentLoss } from './loss.ts';
import type { Network } from './network.ts';

/**
 * One step: forward, backward, update (training.3, training.5).
 *
 * @param network - its parameters and Adam's buffers are updated
 * @param step - counted from 0
 * @param tokens - one document: BOS, its tokens, BOS
 * @returns the document's loss before the update, in nats
 * @throws RangeError where microgpt.py raises
 */
export function trainStep(network: Network, step: number, tokens: readonly number[]): number {
  const loss = documentLoss(network, tokens);
  backward(network, tokens);
  adam(network.config, step, network.workspace, network.vectors);
  return loss;
}

/**
 * Trains on one document a step, in order, beginning again at the end (training.2, training.6).
 *
 * @param network - as it is made, which is a run's start (training.1, training.11)
 * @param documents - tokens of each document, in training order
 * @param steps - number of steps to take; num_steps by default
 * @returns the loss of each step, in nats, each computed when it is asked for
 * @throws RangeError where there is no document and a step to take (training.4)
 */
export function* train(
  network: Network,
  documents: readonly (readonly number[])[],
  steps: number = network.config.num_steps,
): Generator<number, void> {
  if (documents.length === 0 && steps > 0) {
    throw new RangeError('train: the dataset is empty; at least one document is needed (training.4)');
  }
  for (let step = 0; step < steps; step++) yield trainStep(network, step, documents[step % documents.length]);
}
