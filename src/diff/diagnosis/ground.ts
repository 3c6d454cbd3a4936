import { type DeviantStart, prepareDeviant, untilError } from '../../deviations/deviantRun.ts';
import type { Deviation } from '../../deviations/deviation.ts';
import type { CompiledReference } from '../../deviations/patched.ts';
import type { Config } from '../../reference/config.ts';
import { type StateDict, vocabSize } from '../../reference/parameters.ts';
import { NumericRuns, type NumericStart, parametersOf } from './numeric/numericRun.ts';

/** Where runs in plain numbers start: the log's start, with the deviations that lie in it. */
export interface Ground extends NumericStart {
  readonly deviations: readonly Deviation[];
  readonly state_dict: StateDict;
  /** What makes runs from it; others of the same sizes use the same. */
  readonly runs: NumericRuns;
}

/** Makes grounds, and keeps them: each is a start that the reference draws. */
export class Grounds {
  readonly #start: DeviantStart;
  readonly #compiled: CompiledReference;
  readonly #made = new Map<string, Promise<Ground | null>>();
  readonly #runs = new Map<string, NumericRuns>();

  constructor(start: DeviantStart, compiled: CompiledReference) {
    this.#start = start;
    this.#compiled = compiled;
  }

  /** null where the deviations cannot be combined, the start does not suit them, or there is no room for the model. */
  of(deviations: readonly Deviation[]): Promise<Ground | null> {
    const key = deviations.map(({ id, title }) => `${id} ${title}`).join('+');
    const made = this.#made.get(key) ?? this.#load(deviations);
    this.#made.set(key, made);
    return made;
  }

  async #load(deviations: readonly Deviation[]): Promise<Ground | null> {
    try {
      const prepared = await prepareDeviant(deviations, this.#start, this.#compiled);
      if (prepared === null) return null;
      const { config, state_dict, tokens } = prepared;
      const runs = this.#runsOf(config, vocabSize(state_dict), tokens);
      return { deviations, config, state_dict, tokens, parameters: parametersOf(config, state_dict), runs };
    } catch (error) {
      if (error instanceof RangeError) return null; // no dataset, parameters of another size, no such memory
      throw error;
    }
  }

  #runsOf(config: Config, vocab_size: number, tokens: NumericStart['tokens']): NumericRuns {
    const { n_layer, n_embd, n_head, block_size } = config;
    const longest = Math.min(block_size, Math.max(1, ...tokens.map(({ length }) => length - 1)));
    const key = [n_layer, n_embd, n_head, block_size, vocab_size, longest].join(' ');
    const runs = this.#runs.get(key) ?? new NumericRuns(config, vocab_size, longest);
    this.#runs.set(key, runs);
    return runs;
  }
}

/** Losses of a changed copy of the reference; null where the deviations cannot be combined, or do not suit the start. */
export async function referenceLosses(
  deviations: readonly Deviation[],
  start: DeviantStart,
  compiled: CompiledReference,
): Promise<Generator<number, void> | null> {
  try {
    const prepared = await prepareDeviant(deviations, start, compiled);
    if (prepared === null) return null;
    const { reference, config, state_dict, tokens } = prepared;
    const { startTraining, train } = reference.training;
    return untilError(train(startTraining(config, state_dict), tokens));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * The gradient of step 1 by a changed copy of the reference [num_params]; null where it cannot be had.
 *
 * @param deviations - in the start, the model or the tape
 */
export async function referenceGradient(
  deviations: readonly Deviation[],
  start: DeviantStart,
  compiled: CompiledReference,
): Promise<Float64Array | null> {
  try {
    const prepared = await prepareDeviant(deviations, start, compiled);
    if (prepared === null) return null;
    const { reference, config, state_dict, tokens } = prepared;
    const { model } = reference.training.startTraining(config, state_dict);
    model.tape.backward(reference.loss.documentLoss(model, tokens[0]).loss);
    return model.tape.grad.slice(0, model.num_params);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
