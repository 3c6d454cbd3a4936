import type { Config } from '../reference/config.ts';
import type { StateDict } from '../reference/parameters.ts';
import { adam, type Moments, zeroMoments } from './adam.ts';
import { backward } from './backward.ts';
import { createGradient, type Gradient } from './gradient.ts';
import { documentLoss } from './loss.ts';
import { type Arithmetic, createNetwork, type Network } from './network.ts';

/** A run: the model, and the room for its gradient and Adam's buffers. */
export interface Training {
  readonly network: Network;
  readonly gradient: Gradient;
  readonly moments: Moments;
}

/**
 * A run at its start: the buffers 0 (training.1, training.11). Nothing is allocated behind this.
 *
 * @param state_dict - the parameters, which are copied
 * @param positions - how many positions the longest document has; block_size by default
 * @throws RangeError where the parameters are not of the configuration's shapes
 */
export function startTraining(
  config: Config,
  state_dict: StateDict,
  positions?: number,
  arithmetic?: Arithmetic,
): Training {
  const network = createNetwork(config, state_dict, positions, arithmetic);
  const moments = zeroMoments(network.dtype, network.parameters.all.length);
  return { network, gradient: createGradient(network), moments };
}

/**
 * One step: forward, backward, update (training.3, training.5).
 *
 * @param step - counted from 0
 * @param tokens - one document: BOS, its tokens, BOS
 * @returns the document's loss before the update, in nats
 * @throws RangeError where microgpt.py raises
 */
export function trainStep(training: Training, step: number, tokens: readonly number[]): number {
  const { network, gradient, moments } = training;
  const loss = documentLoss(network, tokens);
  backward(network, gradient, tokens);
  adam(network.config, step, network.parameters.all, gradient.parameters.all, moments);
  return loss;
}

/**
 * Trains on one document a step, in order, beginning again at the end (training.2, training.6).
 *
 * @param documents - tokens of each document, in training order
 * @param steps - number of steps to take; num_steps by default
 * @returns the loss of each step, in nats, each computed when it is asked for
 * @throws RangeError where there is no document and a step to take (training.4)
 */
export function* train(
  training: Training,
  documents: readonly (readonly number[])[],
  steps: number = training.network.config.num_steps,
): Generator<number, void> {
  if (documents.length === 0 && steps > 0) {
    throw new RangeError('train: the dataset is empty; at least one document is needed (training.4)');
  }
  for (let step = 0; step < steps; step++) yield trainStep(training, step, documents[step % documents.length]);
}
