import { untilError } from '../../deviations/deviantRun.ts';
import { type Arithmetic, createWorkspace, DOUBLE } from '../../engine/memory.ts';
import { createNetwork, type Network } from '../../engine/network.ts';
import { takeParameters } from '../../engine/parameters.ts';
import { sample } from '../../engine/sample.ts';
import { train } from '../../engine/train.ts';
import type { StateDict } from '../../reference/parameters.ts';
import { decode, encode } from '../../reference/tokenizer.ts';
import { startTraining as startReference, train as trainReference } from '../../reference/training.ts';
import type { Trace } from '../log/readLog.ts';
import { lossTolerance } from '../tolerance.ts';
import { nudgedLibm } from './nudged.ts';
import type { RunStart } from './start.ts';

/** What is due of a run from a start of its own. */
export interface Replay {
  /** Losses of the steps, in nats; fewer where the arithmetic raises. */
  readonly losses: readonly number[];
  /** The samples behind the last step; null where the run was not replayed to its end. */
  readonly samples: readonly string[] | null;
  /** The parameters behind the last step. */
  readonly final: StateDict;
  /** The first step at which the run and the same with 1 ulp of noise part by more than f64's tolerance, if any. */
  readonly partsAt: number | null;
}

/** The steps of a run that are wanted. */
interface Course {
  readonly start: RunStart;
  /** Tokens of the documents, BOS on both sides, in training order. */
  readonly tokens: readonly (readonly number[])[];
  readonly steps: number;
}

/**
 * Runs the engine from a start. Its losses are the reference's within f64. Whether a log is exact only the reference can
 * say: as far as the log has its losses to the last bit, and for one beyond, they stand in place of the engine's.
 *
 * @param start - parameters, documents and configuration
 * @param steps - how many steps are wanted, at most num_steps are taken
 * @param log - the losses that the run is to be compared with
 * @param measuresNoise - whether the run with noise is wanted too; without it `partsAt` is null
 */
export function replayFrom(start: RunStart, steps: number, log: Pick<Trace, 'losses'>, measuresNoise: boolean): Replay {
  const { config, documents, tokenizer, random } = start;
  const { uchars } = tokenizer;
  const tokens = documents.slice(0, steps).map((doc) => encode(uchars, doc));
  const course = { start, tokens, steps: Math.min(steps, config.num_steps) };
  const { network, losses } = run(course, DOUBLE);
  const samples =
    losses.length === config.num_steps
      ? Array.from({ length: config.num_samples }, () => decode(uchars, sample(network, () => random.random()).tokens))
      : null;
  const exact = exactLosses(course, losses, log);
  return {
    losses: [...exact, ...losses.slice(exact.length)],
    samples,
    final: takeParameters(network.views.parameters, config, network.vocab_size),
    partsAt: measuresNoise ? partingStep(losses, run(course, { dtype: 'f64', libm: nudgedLibm() }).losses) : null,
  };
}

function run({ start, tokens, steps }: Course, arithmetic: Arithmetic): { network: Network; losses: number[] } {
  const { config, state_dict } = start;
  const network = createNetwork(config, state_dict, config.block_size, createWorkspace(arithmetic));
  return { network, losses: [...untilError(train(network, tokens, steps))] };
}

/**
 * The reference's own losses up to the first that a log has otherwise; none where the log leaves f64, and so is not exact.
 *
 * @param losses - the engine's
 */
function exactLosses(
  { start, tokens, steps }: Course,
  losses: readonly number[],
  log: Pick<Trace, 'losses'>,
): number[] {
  const valuesAt = (step: number) => (log.losses.get(step) ?? []).map(({ value }) => value);
  const isNear = (loss: number, i: number) =>
    valuesAt(i + 1).every((value) => Object.is(value, loss) || Math.abs(value - loss) <= lossTolerance('f64', loss));
  if (!losses.every(isNear)) return [];
  const exact: number[] = [];
  for (const loss of untilError(trainReference(startReference(start.config, start.state_dict), tokens, steps))) {
    exact.push(loss);
    if (!valuesAt(exact.length).every((value) => value - loss === 0)) break;
  }
  return exact;
}

/**
 * The first step at which two runs part.
 *
 * @param a - losses of one
 * @param b - of the other
 * @returns counted from 1; null where they do not
 */
function partingStep(a: readonly number[], b: readonly number[]): number | null {
  const index = a.findIndex((loss, i) => !(Math.abs(loss - b[i]) <= lossTolerance('f64', loss)));
  return index < 0 ? null : index + 1;
}
