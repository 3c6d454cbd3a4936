import { Tape } from './autograd.ts';
import type { Config } from './config.ts';
import { documentLoss } from './loss.ts';
import { createModel, type Model } from './model.ts';
import { adam, type Moments, zeroMoments } from './optimizer.ts';
import type { StateDict } from './parameters.ts';
import { type Libm, raise } from './python.ts';

// microgpt.py, lines 151 to 184.

/** What training changes: the parameters on their tape and Adam's buffers. */
export interface Training {
  readonly model: Model;
  readonly moments: Moments;
}

/**
 * A run at its start: the parameters on a tape of their own, the buffers 0 (training.1,
 * training.11).
 *
 * @param math - the library that exp, log and powers are taken from; `Math` by default
 *
 * @example
 * const initial = initialParameters(CANONICAL, 27, new Random(42));
 * startTraining(CANONICAL, initial).moments.m.length; // => 4192
 */
export function startTraining(config: Config, state_dict: StateDict, math?: Libm): Training {
  const model = createModel(new Tape(math), config, state_dict);
  return { model, moments: zeroMoments(model.num_params) };
}

/**
 * One step: forward, backward, update; the loss is the one before the update (training.3,
 * training.5).
 *
 * @param training - changed in place
 * @param step - counted from 0
 * @param tokens - one document: BOS, its tokens, BOS
 * @returns the document's loss before the update, in nats
 *
 * @example
 * const training = startTraining(CANONICAL, initialParameters(CANONICAL, 27, new Random(42)));
 * const document = [26, 4, 12, 12, 0, 26];
 * const before = trainStep(training, 0, document);
 * trainStep(training, 1, document) < before; // => true
 */
export function trainStep(training: Training, step: number, tokens: readonly number[]): number {
  const { model, moments } = training;
  const { config, tape, num_params } = model;
  const { loss } = documentLoss(model, tokens);
  const value = tape.data[loss];
  tape.backward(loss);
  adam(config, step, tape.data, tape.grad, moments, tape.math);
  tape.truncate(num_params);
  return value;
}

/**
 * Trains on one document a step, in order, beginning again at the end (training.2, training.6).
 *
 * @param training - changed in place as the losses are taken
 * @param docs - tokens of each document, in training order
 * @param steps - number of steps to take; num_steps by default
 * @returns the loss of each step, in nats, each computed when it is asked for
 * @throws RangeError where there is no document and a step to take, as `step % 0` raises
 * (training.4)
 *
 * @example
 * const training = startTraining(CANONICAL, initialParameters(CANONICAL, 27, new Random(42)));
 * [...train(training, [[26, 4, 26], [26, 0, 26]], 3)].length; // => 3
 */
export function* train(
  training: Training,
  docs: readonly (readonly number[])[],
  steps: number = training.model.config.num_steps,
): Generator<number, void> {
  if (docs.length === 0 && steps > 0)
    raise('train: the dataset is empty; at least one document is needed (training.4)');
  for (let step = 0; step < steps; step++)
    yield trainStep(training, step, docs[step % docs.length]);
}
