import { unflatten } from '../../port/flatten.ts';
import type { CompletePort } from '../../port/reference.ts';
import type { Config } from '../../reference/config.ts';
import { type Sample, sample } from '../../reference/inference.ts';
import type { StateDict } from '../../reference/parameters.ts';
import { startTraining, trainStep } from '../../reference/training.ts';

/** What a step computes on the way to its loss, and back. */
export type StepPort = Pick<CompletePort, 'forward' | 'softmax' | 'backward'>;

/** A model in training, which can be looked at between its steps. */
export interface Trainer {
  /**
   * Takes a step (training.3).
   *
   * @param step - counted from 0
   * @param tokens - one document: BOS, its tokens, BOS
   * @returns the loss before the update, in nats
   */
  readonly step: (step: number, tokens: readonly number[]) => number;
  /** The parameters as they are now, a copy. */
  readonly parameters: () => StateDict;
  /** Adam's buffers as they are now, a copy. */
  readonly moments: () => { readonly m: StateDict; readonly v: StateDict };
  /** Draws a sample with the next uniforms of a stream (inference.11). */
  readonly sample: (uniform: () => number) => Sample;
}

/**
 * The reference in training.
 *
 * @param state_dict - its initial parameters
 */
export function referenceTrainer(config: Config, state_dict: StateDict): Trainer {
  const training = startTraining(config, state_dict);
  const { model, moments } = training;
  return {
    step: (step, tokens) => trainStep(training, step, tokens),
    parameters: () => unflatten(model.tape.data, state_dict),
    moments: () => ({ m: unflatten(moments.m, state_dict), v: unflatten(moments.v, state_dict) }),
    sample: (uniform) => sample(model, uniform),
  };
}
