import type { Deviation } from '../../deviations/deviation.ts';
import type { Reference } from '../../deviations/patched.ts';
import { type DeviantStart, type Prepared, prepareDeviant, untilError } from '../../deviations/run.ts';
import type { Config } from '../../reference/config.ts';

/** The part of a run behind the gradient: Adam with deviations, and the constants that it has. */
export interface Back {
  readonly deviations: readonly Deviation[];
  readonly optimizer: Reference['optimizer'];
  readonly config: Config;
}

/** The first step, which every back has in common. */
interface FirstStep {
  readonly loss: number;
  readonly grad: Float64Array;
}

/**
 * A run up to the gradient, with deviations in the start, the model, the loss or backward. Many backs can be tried behind
 * one front: it is compiled once, and its first step is computed once, so that to see whether a back agrees with a log at
 * step 2 costs one update and one forward pass.
 */
export class Front {
  readonly deviations: readonly Deviation[];
  readonly prepared: Prepared;
  #first: FirstStep | null = null;

  private constructor(deviations: readonly Deviation[], prepared: Prepared) {
    this.deviations = deviations;
    this.prepared = prepared;
  }

  /** Loads a front; null where its deviations cannot be combined, or the start does not suit them. */
  static async load(deviations: readonly Deviation[], start: DeviantStart): Promise<Front | null> {
    try {
      const prepared = await prepareDeviant(deviations, start);
      return prepared && new Front(deviations, prepared);
    } catch (error) {
      if (error instanceof RangeError) return null; // no dataset, or parameters of another size
      throw error;
    }
  }

  /** Whether another optimizer can stand behind it: not where its deviations are in the loop of training itself. */
  get takesBacks(): boolean {
    return this.deviations.every(({ edits }) => edits.every(({ file }) => file !== 'training' && file !== 'optimizer'));
  }

  /** The losses of the run as it is, each computed when it is asked for. */
  losses(): Generator<number, void> {
    const { reference, config, tokens, state_dict } = this.prepared;
    if (this.takesBacks) return this.lossesWith({ deviations: [], optimizer: reference.optimizer, config });
    return untilError(reference.training.train(reference.training.startTraining(config, state_dict), tokens));
  }

  /** The losses with another back; they end early where the arithmetic raises. */
  lossesWith(back: Back): Generator<number, void> {
    return untilError(this.#train(back));
  }

  /** training.3 and training.5, with the first gradient kept. */
  *#train({ optimizer, config }: Back): Generator<number, void> {
    const { reference, tokens, state_dict } = this.prepared;
    const { model } = reference.training.startTraining(config, state_dict);
    const { tape, num_params } = model;
    const moments = optimizer.zeroMoments(num_params);
    for (let step = 0; step < config.num_steps; step++) {
      if (step === 0 && this.#first !== null) {
        yield this.#first.loss;
        tape.grad.set(this.#first.grad);
      } else {
        const { loss } = reference.loss.documentLoss(model, tokens[step % tokens.length]);
        const value = tape.data[loss];
        yield value;
        tape.backward(loss);
        if (step === 0) this.#first = { loss: value, grad: tape.grad.slice(0, num_params) };
      }
      optimizer.adam(config, step, tape.data, tape.grad, moments);
      tape.truncate(num_params);
    }
  }
}
