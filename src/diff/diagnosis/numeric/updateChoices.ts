import type { Config } from '../../../reference/config.ts';

/**
 * What the loop of training does, choice by choice: the first of each is microgpt.py's (optimizer.1 to optimizer.11,
 * training.2, training.3). The
 * constants are the configuration's.
 */
export interface UpdateChoices
  extends Pick<Config, 'learning_rate' | 'beta1' | 'beta2' | 'eps_adam' | 'decay' | 'num_steps'> {
  readonly rule: 'adam' | 'sgd' | 'momentum';
  /** Whether the learning rate falls, and of which step it is. */
  readonly schedule: 'falling' | 'constant';
  readonly rateStep: 'own' | 'ahead' | 'behind';
  /** Whether it falls over num_steps, or over one step less. */
  readonly fallsOver: 'num_steps' | 'num_steps-1';
  readonly first: 'damped' | 'undamped';
  readonly second: 'square' | 'abs' | 'of-first';
  readonly correction1: Correction;
  readonly correction2: Correction;
  /** Where eps_adam stands: beside the root, under it, beside the root of the uncorrected v; or v has no root. */
  readonly denominator: 'outside' | 'inside' | 'uncorrected' | 'rootless';
  /** Whether a denominator of 0 becomes 1. */
  readonly guarded: boolean;
  /** Share of a parameter that lr_t takes away. */
  readonly weightDecay: number;
  /** Share of a parameter that is added to its gradient. */
  readonly coupledDecay: number;
  readonly clipped: boolean;
  /** Which document a step takes, whether it goes back, and which loss it tells of. */
  readonly document: 'own' | 'next';
  readonly backward: boolean;
  readonly reported: 'before' | 'after';
  /** Whether gradients are left as they are behind the update. */
  readonly kept: boolean;
}

/** Exponent of the bias correction: step + 1, step + 2, max(step, 1); or there is none. */
export type Correction = 'own' | 'ahead' | 'behind' | 'none';

/** What microgpt.py does with a configuration. */
export function rightUpdate(config: Config): UpdateChoices {
  const { learning_rate, beta1, beta2, eps_adam, decay, num_steps } = config;
  return {
    ...{ learning_rate, beta1, beta2, eps_adam, decay, num_steps },
    rule: 'adam',
    schedule: 'falling',
    rateStep: 'own',
    fallsOver: 'num_steps',
    first: 'damped',
    second: 'square',
    correction1: 'own',
    correction2: 'own',
    denominator: 'outside',
    guarded: false,
    weightDecay: 0,
    coupledDecay: 0,
    clipped: false,
    document: 'own',
    backward: true,
    reported: 'before',
    kept: false,
  };
}
