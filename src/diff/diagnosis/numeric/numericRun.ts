import { createWorkspace, type Workspace } from '../../../engine/memory.ts';
import { flatten } from '../../../port/flatten.ts';
import type { Config } from '../../../reference/config.ts';
import { type StateDict, vocabSize } from '../../../reference/parameters.ts';
import { type Choices, completeChoices } from './choicesOf.ts';
import { numericLoss } from './numericLoss.ts';
import { type Layout, layoutOf, type NumericModel, roomOf } from './numericModel.ts';
import { numericUpdate } from './numericUpdate.ts';
import { Pass } from './pass.ts';

/** Where runs start: parameters, and the tokens of each document in training order. */
export interface NumericStart {
  readonly state_dict: StateDict;
  readonly tokens: readonly (readonly number[])[];
}

/**
 * Runs in plain numbers, with mistakes as choices: the same losses as the reference with their edits, within f64 for the
 * first steps, without a graph, and without a module to load for each. One run at a time.
 */
export class NumericRuns {
  readonly #config: Config;
  readonly #layout: Layout;
  readonly #pass: Pass;
  #initial = new Float64Array();
  #tokens: NumericStart['tokens'] = [];

  /**
   * @param config - sizes and constants
   * @param vocab_size - rows of wte
   * @param positions - the most that a document takes
   * @throws RangeError where a model of these sizes has no room
   */
  constructor(config: Config, vocab_size: number, positions: number, workspace: Workspace = createWorkspace()) {
    this.#config = config;
    this.#layout = layoutOf(config, vocab_size);
    this.#pass = new Pass(workspace, roomOf(config, vocab_size, Math.min(positions, config.block_size)));
  }

  /** Chooses where the next runs start. */
  startFrom({ state_dict, tokens }: NumericStart): void {
    this.#initial = Float64Array.from(flatten(state_dict));
    this.#pass.parameters.data.set(this.#initial);
    this.#tokens = tokens;
  }

  /** The loss of the first document; no step has been taken since `startFrom`. */
  first(choices: Choices): number {
    return numericLoss(this.#model(choices), this.#tokens[0], false);
  }

  /** Losses step by step; they end where one is no finite number, as the reference raises there (autograd.5). */
  *losses(choices: Choices): Generator<number, void> {
    const { parameters, moments } = this.#pass;
    const { update } = completeChoices(this.#config, choices);
    const model = this.#model(choices);
    parameters.data.set(this.#initial);
    for (const numbers of [parameters.grad, moments.data, moments.grad]) numbers.fill(0);
    for (let step = 0; step < update.num_steps; step++) {
      const loss = numericLoss(model, this.#tokens[step % this.#tokens.length], true);
      if (!Number.isFinite(loss)) return;
      yield loss;
      this.#pass.backward();
      numericUpdate(update, step, this.#pass);
    }
  }

  #model(choices: Choices): NumericModel {
    const { model } = completeChoices(this.#config, choices);
    return { config: this.#config, layout: this.#layout, choices: model, pass: this.#pass };
  }
}
