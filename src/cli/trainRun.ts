import { fullPrecisionStepText, headerText, INFERENCE_HEADING, sampleText, stepText } from '../golden/output.ts';
import type { RunStart } from '../golden/replay/start.ts';
import { flatten } from '../port/flatten.ts';
import { sample } from '../reference/inference.ts';
import { decode, encode } from '../reference/tokenizer.ts';
import { startTraining, train } from '../reference/training.ts';
import { Fault } from './fault.ts';
import { print } from './output.ts';

/** Steps between two updates of the progress on standard error. */
const PROGRESS_STEPS = 10;

/** How a run is shown. */
export interface ShowOptions {
  /** Losses that round-trip, one a line. */
  readonly fullPrecision: boolean;
  /** Nothing on standard output. */
  readonly silent: boolean;
}

/** What a run gave. */
export interface RunResult {
  /** Loss of each step, in nats. */
  readonly losses: readonly number[];
  readonly samples: readonly string[];
}

/**
 * Trains and samples, and prints as it goes.
 *
 * @param start - the run before its first step
 * @param steps - number of steps to take, at most num_steps
 * @throws Fault where the arithmetic raises, as microgpt.py's would
 */
export async function runAndShow(start: RunStart, steps: number, options: ShowOptions): Promise<RunResult> {
  const { num_docs, tokenizer, state_dict } = start;
  const show = options.silent ? async () => {} : print;
  const progress = progressOf(steps, options);
  await show(headerText(num_docs, tokenizer.vocab_size, flatten(state_dict).length));
  try {
    return await run(start, steps, options.fullPrecision ? fullPrecisionStepText : stepText, show, progress);
  } catch (error) {
    throw error instanceof RangeError ? new Fault(`train: ${error.message}`) : error;
  } finally {
    progress.end();
  }
}

async function run(
  { config, random, tokenizer, documents, state_dict }: RunStart,
  steps: number,
  textOf: typeof stepText,
  show: (text: string) => Promise<void>,
  progress: Progress,
): Promise<RunResult> {
  const { uchars } = tokenizer;
  const training = startTraining(config, state_dict);
  const needed = documents.slice(0, steps).map((doc) => encode(uchars, doc));
  const losses: number[] = [];
  for (const loss of train(training, needed, steps)) {
    losses.push(loss);
    await show(textOf(losses.length, config.num_steps, loss));
    progress.step(losses.length);
  }
  await show(INFERENCE_HEADING);
  const samples: string[] = [];
  for (let sample_idx = 0; sample_idx < config.num_samples; sample_idx++) {
    samples.push(decode(uchars, sample(training.model, () => random.random()).tokens));
    await show(sampleText(samples.length, samples[sample_idx]));
  }
  return { losses, samples };
}

interface Progress {
  step(step: number): void;
  end(): void;
}

/** A count on standard error while that is a terminal and the steps themselves are not shown on one. */
function progressOf(steps: number, { silent }: ShowOptions): Progress {
  if (!process.stderr.isTTY || (process.stdout.isTTY && !silent)) return { step: () => {}, end: () => {} };
  return {
    step: (step) => {
      if (step % PROGRESS_STEPS === 0) process.stderr.write(`\rstep ${step} / ${steps}`);
    },
    end: () => process.stderr.write('\r\x1b[K'),
  };
}
