import { fullPrecisionStepText, headerText, INFERENCE_HEADING, sampleText, stepText } from '../golden/output.ts';
import type { RunStart } from '../golden/replay/start.ts';
import { flatten } from '../port/flatten.ts';
import { proceed } from '../reference/microgpt.ts';
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
  start: RunStart,
  steps: number,
  textOf: typeof stepText,
  show: (text: string) => Promise<void>,
  progress: Progress,
): Promise<RunResult> {
  const losses: number[] = [];
  const samples: string[] = [];
  const program = proceed({ ...start, docs: start.documents.slice(0, steps) }, steps);
  for (const loss of program.losses) {
    losses.push(loss);
    await show(textOf(losses.length, start.config.num_steps, loss));
    progress.step(losses.length);
  }
  await show(INFERENCE_HEADING);
  for (const sample of program.samples) {
    samples.push(sample);
    await show(sampleText(samples.length, sample));
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
