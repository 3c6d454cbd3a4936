import { Worker } from 'node:worker_threads';
import { untilError } from '../../deviations/run.ts';
import type { Config } from '../../reference/config.ts';
import { sample } from '../../reference/inference.ts';
import { type StateDict, unflatten } from '../../reference/parameters.ts';
import { decode, encode } from '../../reference/tokenizer.ts';
import { startTraining, train } from '../../reference/training.ts';
import { lossTolerance } from '../tolerance.ts';
import type { RunStart } from './start.ts';

/** What both oracles run. */
export interface Course {
  readonly config: Config;
  readonly state_dict: StateDict;
  /** Tokens of the documents, BOS on both sides, in training order. */
  readonly tokens: readonly (readonly number[])[];
  readonly steps: number;
}

/** What is due of a run from a start of its own. */
export interface Replay {
  /** Losses of the steps, in nats; fewer where the arithmetic raises. */
  readonly losses: readonly number[];
  /** The samples behind the last step; null where the run was not replayed to its end. */
  readonly samples: readonly string[] | null;
  /** The parameters behind the last step. */
  readonly final: StateDict;
  /** The first step at which the reference and the same run with 1 ulp of noise part by more than f64's tolerance, if any. */
  readonly partsAt: number | null;
}

/** The compiled worker, seen from src/ and from dist/ alike. */
const WORKER = new URL('../../../dist/golden/replay/nudgedWorker.js', import.meta.url);

/**
 * Runs the reference from a start, and beside it, on another core, the same run with noise of 1 ulp where that is wanted.
 *
 * @param start - parameters, documents and configuration
 * @param steps - how many steps are wanted, at most num_steps are taken
 * @param measuresNoise - whether the run with noise is wanted; without it `partsAt` is null
 */
export async function replayFrom(start: RunStart, steps: number, measuresNoise: boolean): Promise<Replay> {
  const { config, state_dict, documents, tokenizer, random } = start;
  const { uchars } = tokenizer;
  const tokens = documents.slice(0, steps).map((doc) => encode(uchars, doc));
  const course = { config, state_dict, tokens, steps: Math.min(steps, config.num_steps) };
  const noisy = measuresNoise ? runBeside(course) : null;
  const training = startTraining(config, state_dict);
  const losses = [...untilError(train(training, tokens, course.steps))];
  const ended = losses.length === config.num_steps;
  const samples = ended
    ? Array.from({ length: config.num_samples }, () =>
        decode(uchars, sample(training.model, () => random.random()).tokens),
      )
    : null;
  const final = unflatten(training.model.tape.data.slice(0, training.model.num_params), state_dict);
  return { losses, samples, final, partsAt: noisy && partingStep(losses, await noisy) };
}

function runBeside(course: Course): Promise<readonly number[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: course });
    worker.once('message', resolve).once('error', reject);
  });
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
