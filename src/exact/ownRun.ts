import type { Config, StateDict } from '../port/config.ts';
import { unflatten } from '../port/flatten.ts';
import type { Reference } from '../port/modules.ts';
import type { Tape } from '../reference/autograd.ts';
import type { Model } from '../reference/model.ts';
import type { Moments } from '../reference/optimizer.ts';
import type { OwnLibrary } from './ownLibrary.ts';

/** A run of the reference on a port's own library, step by step: each waits until all is known that it takes from there. */
export class OwnRun {
  readonly #library: OwnLibrary;
  readonly #reference: Reference;
  readonly #config: Config;
  readonly #like: StateDict;
  readonly #model: Model;
  #moments: Moments;
  #step = 0;

  /**
   * @param library - whose exp, ln and powers the run takes
   * @param reference - in the port's arithmetic
   * @param state_dict - the initial parameters
   */
  constructor(library: OwnLibrary, reference: Reference, config: Config, state_dict: StateDict) {
    this.#library = library;
    this.#reference = reference;
    this.#config = config;
    this.#like = state_dict;
    const { autograd, model, optimizer } = reference;
    this.#model = model.createModel(new autograd.Tape(library.math), config, state_dict);
    this.#moments = optimizer.zeroMoments(this.#model.num_params);
  }

  /** The parameters as the steps so far have left them. */
  get state_dict(): StateDict {
    const { tape, num_params } = this.#model;
    return unflatten(tape.data.subarray(0, num_params), this.#like);
  }

  /**
   * One step: forward, backward, update.
   *
   * @param tokens - one document: BOS, its tokens, BOS
   * @returns the document's loss before the update, in nats
   */
  async step(tokens: readonly number[]): Promise<number> {
    const { loss } = this.#reference;
    const { tape, num_params } = this.#model;
    this.#library.forget();
    const root = await this.#library.during(() => {
      tape.truncate(num_params);
      return loss.documentLoss(this.#model, tokens).loss;
    });
    const value = tape.data[root];
    tape.backward(root);
    await this.#update(tape, num_params);
    tape.truncate(num_params);
    return value;
  }

  /** Adam, tried on copies. */
  async #update(tape: Tape, num_params: number): Promise<void> {
    const { optimizer } = this.#reference;
    const { m, v } = this.#moments;
    const updated = await this.#library.during(() => {
      const [data, grad] = [tape.data.slice(0, num_params), tape.grad.slice(0, num_params)];
      const moments = { m: m.slice(), v: v.slice() };
      optimizer.adam(this.#config, this.#step, data, grad, moments, this.#library.math);
      return { data, grad, moments };
    });
    tape.data.set(updated.data);
    tape.grad.set(updated.grad);
    this.#moments = updated.moments;
    this.#step++;
  }
}
