import { type DeviantStart, type Prepared, prepareDeviant, untilError } from '../../deviations/deviantRun.ts';
import type { Deviation } from '../../deviations/deviation.ts';
import type { CompiledReference, Reference } from '../../deviations/patched.ts';
import { createWorkspace, type Workspace } from '../../engine/memory.ts';
import type { Config } from '../../reference/config.ts';
import { byEngine, byReference, type Gradients } from './gradients.ts';

/** The part of a run behind the gradient: Adam with deviations, and the constants that it has. */
export interface Back {
  readonly deviations: readonly Deviation[];
  readonly optimizer: Reference['optimizer'];
  readonly config: Config;
}

/** Who computes the gradient. */
export type Who = 'engine' | 'reference';

/** The chapters that the loss and its gradient come from. */
const GRADIENT: ReadonlySet<string> = new Set(['autograd', 'model', 'loss']);

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
  readonly #first = new Map<Who, FirstStep>();
  #workspace: Workspace | null = null;

  private constructor(deviations: readonly Deviation[], prepared: Prepared) {
    this.deviations = deviations;
    this.prepared = prepared;
  }

  /** Loads a front; null where its deviations cannot be combined, or the start does not suit them. */
  static async load(
    deviations: readonly Deviation[],
    start: DeviantStart,
    compiled: CompiledReference,
  ): Promise<Front | null> {
    try {
      const prepared = await prepareDeviant(deviations, start, compiled);
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

  /** Whether the engine can stand in for the reference: the mistakes are in the start of the run, or in constants. */
  get isEngines(): boolean {
    return this.takesBacks && this.deviations.every(({ edits }) => edits.every(({ file }) => !GRADIENT.has(file)));
  }

  /**
   * The losses of the run as it is, each computed when it is asked for; they end early where the arithmetic raises. No other
   * run of this front may begin before the last that is wanted.
   *
   * @param who - the engine's losses are the reference's within f64; it is asked where it can stand in
   */
  losses(who: Who = 'engine'): Generator<number, void> {
    const { reference, config, tokens, state_dict } = this.prepared;
    if (this.takesBacks) return this.lossesWith({ deviations: [], optimizer: reference.optimizer, config }, who);
    return untilError(reference.training.train(reference.training.startTraining(config, state_dict), tokens));
  }

  /** The losses with another back. */
  lossesWith(back: Back, who: Who = 'engine'): Generator<number, void> {
    return untilError(this.#train(back, who));
  }

  /** training.3 and training.5, with the first gradient kept. */
  *#train({ optimizer, config }: Back, who: Who): Generator<number, void> {
    const { tokens } = this.prepared;
    const gradients = this.#gradients(config, who);
    const moments = optimizer.zeroMoments(gradients.num_params);
    for (let step = 0; step < config.num_steps; step++) {
      const first = this.#first.get(who);
      if (step === 0 && first !== undefined) {
        yield first.loss;
        gradients.grad.set(first.grad);
      } else {
        const loss = gradients.loss(tokens[step % tokens.length]);
        yield loss;
        gradients.backward();
        if (step === 0) this.#first.set(who, { loss, grad: gradients.grad.slice(0, gradients.num_params) });
      }
      optimizer.adam(config, step, gradients.data, gradients.grad, moments);
      gradients.clear();
    }
  }

  #gradients(config: Config, who: Who): Gradients {
    const { reference, state_dict } = this.prepared;
    if (who === 'reference' || !this.isEngines) return byReference(reference, config, state_dict);
    this.#workspace ??= createWorkspace();
    return byEngine(this.#workspace, config, state_dict);
  }
}
