import { untilError } from '../../deviations/deviantRun.ts';
import { DOUBLE } from '../../engine/memory.ts';
import { takeParameters } from '../../engine/parameters.ts';
import { sample } from '../../engine/sample.ts';
import type { Dtype } from '../../port/precision.ts';
import type { StateDict } from '../../reference/parameters.ts';
import { decode, encode } from '../../reference/tokenizer.ts';
import { startTraining, train } from '../../reference/training.ts';
import type { Trace } from '../log/readLog.ts';
import { type Course, engineRun } from './course.ts';
import { lastJudgedStep } from './noise.ts';
import type { RunStart } from './start.ts';

/** What is due of a run from a start of its own. */
export interface Replay {
  /** Losses of the steps, in nats; fewer where the arithmetic raises. */
  readonly losses: readonly number[];
  /** The samples behind the last step; null where the run was not replayed to its end. */
  readonly samples: readonly string[] | null;
  /** The parameters behind the last step. */
  readonly final: StateDict;
  /** The last step before rounding alone decides in a class, measured when it is first asked for. */
  readonly judgedIn: (dtype: Dtype) => number;
}

/**
 * Runs the engine from a start. Its losses are the reference's within f64, as far as that class holds. Whether a log is exact
 * only the reference can say: as far as the log has its losses to the last bit, and for one beyond, they stand in place of
 * the engine's.
 *
 * @param start - parameters, documents and configuration
 * @param steps - how many steps are wanted, at most num_steps are taken
 * @param log - the losses that the run is to be compared with
 */
export function replayFrom(start: RunStart, steps: number, log: Pick<Trace, 'losses'>): Replay {
  const { config, documents, tokenizer, random, state_dict } = start;
  const { uchars } = tokenizer;
  const tokens = documents.slice(0, steps).map((doc) => encode(uchars, doc));
  const course = { config, state_dict, tokens, steps: Math.min(steps, config.num_steps) };
  const { network, losses } = engineRun(course, DOUBLE);
  const samples =
    losses.length === config.num_steps
      ? Array.from({ length: config.num_samples }, () => decode(uchars, sample(network, () => random.random()).tokens))
      : null;
  const exact = exactLosses(course, log);
  const measured = new Map<Dtype, number>();
  return {
    losses: [...exact, ...losses.slice(exact.length)],
    samples,
    final: takeParameters(network.views.parameters, config, network.vocab_size),
    judgedIn: (dtype) => {
      const last = measured.get(dtype) ?? lastJudgedStep(course, losses, dtype);
      measured.set(dtype, last);
      return last;
    },
  };
}

/** The reference's own losses up to the first that a log has otherwise. */
function exactLosses({ config, state_dict, tokens, steps }: Course, log: Pick<Trace, 'losses'>): number[] {
  const exact: number[] = [];
  for (const loss of untilError(train(startTraining(config, state_dict), tokens, steps))) {
    exact.push(loss);
    if (!(log.losses.get(exact.length) ?? []).every(({ value }) => value - loss === 0)) break;
  }
  return exact;
}
