import type { RunStart } from '../diff/replay/start.ts';
import { fullPrecisionStepText, headerText, INFERENCE_HEADING, sampleText, stepText } from '../golden/runOutput.ts';
import { flatten } from '../port/flatten.ts';
import { proceed } from '../reference/microgpt.ts';
import { Fault } from './fault.ts';
import { type ProgressLine, progressLine } from './progress.ts';
import { print } from './standardOutput.ts';

/** How a run is shown. */
export interface ShowOptions {
  /** Losses that round-trip, one a line. */
  readonly fullPrecision: boolean;
  /** Nothing on standard output. */
  readonly silent: boolean;
}

/** What a run gave. */
export interface TrainedRun {
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
export async function runAndShow(start: RunStart, steps: number, options: ShowOptions): Promise<TrainedRun> {
  const { num_docs, tokenizer, state_dict } = start;
  const show = options.silent ? async () => {} : print;
  // Where the steps themselves are shown on a terminal, they are the progress.
  const progress = progressLine(options.silent || !process.stdout.isTTY);
  await show(headerText(num_docs, tokenizer.vocab_size, flatten(state_dict).length));
  try {
    return await run(start, steps, options.fullPrecision ? fullPrecisionStepText : stepText, show, progress);
  } catch (error) {
    throw error instanceof RangeError ? new Fault(`train: ${error.message}`) : error;
  } finally {
    progress.clear();
  }
}

async function run(
  start: RunStart,
  steps: number,
  textOf: typeof stepText,
  show: (text: string) => Promise<void>,
  progress: ProgressLine,
): Promise<TrainedRun> {
  const losses: number[] = [];
  const samples: string[] = [];
  const program = proceed({ ...start, docs: start.documents.slice(0, steps) }, steps);
  for (const loss of program.losses) {
    losses.push(loss);
    await show(textOf(losses.length, start.config.num_steps, loss));
    progress.show(`step ${losses.length} / ${steps}`);
  }
  await show(INFERENCE_HEADING);
  for (const sample of program.samples) {
    samples.push(sample);
    await show(sampleText(samples.length, sample));
  }
  return { losses, samples };
}
