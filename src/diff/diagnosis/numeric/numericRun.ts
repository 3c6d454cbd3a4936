import { createWorkspace, type Workspace } from '../../../engine/memory.ts';
import type { Config } from '../../../reference/config.ts';
import { type StateDict, shapes, vocabSize } from '../../../reference/parameters.ts';
import type { Choices } from './choicesOf.ts';
import { Chosen } from './chosen.ts';
import { type ModelChoices, rightModel } from './modelChoices.ts';
import { type Logits, meanLoss, numericLogitsOf, numericLoss } from './numericLoss.ts';
import { type Layout, layoutOf, type NumericModel, roomOf } from './numericModel.ts';
import { numericUpdate } from './numericUpdate.ts';
import { Pass } from './pass.ts';
import { rightUpdate, type UpdateChoices } from './updateChoices.ts';

/** Where runs start. */
export interface NumericStart {
  /** Of the sizes that the runs have room for. */
  readonly config: Config;
  /** All parameters, in the order of state_dict [num_params]. */
  readonly parameters: Float64Array;
  /** Tokens of each document, in training order. */
  readonly tokens: readonly (readonly number[])[];
}

/** The parameters of a start as one list, in the order of state_dict, whatever order a mistake has drawn them in. */
export function parametersOf(config: Config, state_dict: StateDict): Float64Array {
  return Float64Array.from(shapes(config, vocabSize(state_dict)).flatMap(({ name }) => state_dict[name].flat()));
}

/**
 * Runs in plain numbers, with mistakes as choices: the same losses as the reference with their edits, within f64 for the
 * first steps, without a graph, and without a module to load for each. One run at a time.
 */
export class NumericRuns {
  readonly #layout: Layout;
  readonly #pass: Pass;
  /** What a configuration chooses. */
  readonly #chosen = new WeakMap<Config, { model: Chosen<ModelChoices>; update: Chosen<UpdateChoices> }>();
  /** The logits of the last call of `first`, as long as no other pass was made. */
  #kept: { start: NumericStart; key: string; passes: number; logits: Logits | null } | null = null;

  /**
   * @param config - sizes; the constants are each start's own
   * @param vocab_size - rows of wte
   * @param positions - the most that a document takes
   * @throws RangeError where a model of these sizes has no room
   */
  constructor(config: Config, vocab_size: number, positions: number, workspace: Workspace = createWorkspace()) {
    this.#layout = layoutOf(config, vocab_size);
    this.#pass = new Pass(workspace, roomOf(config, vocab_size, Math.min(positions, config.block_size)));
  }

  /**
   * The loss of step 1.
   *
   * @param key - names the choices that the logits depend on: where it is that of the call before, they are not computed again
   */
  first(start: NumericStart, choices: Choices, key: string): number {
    const { model, update } = this.#complete(start, choices);
    if (update.reported === 'after') return this.losses(start, choices).next().value ?? Number.NaN;
    const tokens = documentAt(start, update, 0);
    const isKept = this.#kept !== null && this.#kept.start === start && this.#kept.key === key;
    if (!isKept || this.#kept?.passes !== this.#pass.passes) {
      this.#pass.parameters.data.set(start.parameters);
      const logits = numericLogitsOf(model, tokens);
      this.#kept = { start, key, passes: this.#pass.passes, logits };
    }
    const { logits } = this.#kept ?? { logits: null };
    return logits === null ? Number.NaN : meanLoss(this.#pass, logits, tokens, start.config, model.choices);
  }

  /** The gradient of step 1 [num_params]. */
  gradient(start: NumericStart, choices: Choices): Float64Array {
    const { model, update } = this.#complete(start, choices);
    this.#begin(start);
    numericLoss(model, documentAt(start, update, 0), true);
    this.#pass.backward();
    return this.#pass.parameters.grad.slice();
  }

  /** The loss of step 2 behind a gradient of step 1 that was taken elsewhere [num_params]. */
  second(start: NumericStart, choices: Choices, gradient: Float64Array): number {
    const { model, update } = this.#complete(start, choices);
    this.#begin(start);
    this.#pass.parameters.grad.set(gradient);
    numericUpdate(update, 0, this.#pass);
    return numericLoss(model, documentAt(start, update, 1), false);
  }

  /** Losses step by step; they end where one is no finite number, as the reference raises there (autograd.5). */
  *losses(start: NumericStart, choices: Choices): Generator<number, void> {
    const { model, update } = this.#complete(start, choices);
    this.#begin(start);
    for (let step = 0; step < update.num_steps; step++) {
      const tokens = documentAt(start, update, step);
      const loss = numericLoss(model, tokens, true);
      if (!Number.isFinite(loss)) return;
      if (update.reported === 'before') yield loss;
      if (update.backward) this.#pass.backward();
      numericUpdate(update, step, this.#pass);
      if (update.reported === 'after') yield numericLoss(model, tokens, false);
    }
  }

  #begin({ parameters: initial }: NumericStart): void {
    const { parameters, moments } = this.#pass;
    parameters.data.set(initial);
    for (const numbers of [parameters.grad, moments.data, moments.grad]) numbers.fill(0);
  }

  #complete({ config }: NumericStart, choices: Choices): { model: NumericModel; update: UpdateChoices } {
    let known = this.#chosen.get(config);
    if (known === undefined) {
      known = { model: new Chosen(() => rightModel(config)), update: new Chosen(() => rightUpdate(config)) };
      this.#chosen.set(config, known);
    }
    const model = known.model.with(choices.model);
    const update = known.update.with(choices.update);
    return { model: { config, layout: this.#layout, choices: model, pass: this.#pass, beforeMlp: null }, update };
  }
}

function documentAt({ tokens }: NumericStart, { document }: UpdateChoices, step: number): readonly number[] {
  return tokens[(step + (document === 'own' ? 0 : 1)) % tokens.length];
}
