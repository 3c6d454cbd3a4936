import { Command } from 'commander';
import type { RunStart } from '../diff/replay/start.ts';
import type { Config } from '../reference/config.ts';
import { addConfigFlags, configOf } from './configFlags.ts';
import { Fault } from './fault.ts';
import { readInput } from './files.ts';
import { integerOf } from './numbers.ts';
import { checkOutputsApart } from './outputsApart.ts';
import { STANDARD_OUTPUT, writeJson } from './standardOutput.ts';

const SCHEMA = 1;

interface TrainOptions {
  readonly input?: string;
  readonly steps?: number;
  readonly fullPrecision?: boolean;
  readonly json?: string;
}

/** `train`: the reference's run, printed as microgpt.py prints its own. */
export function trainCommand(): Command {
  const command = new Command('train')
    .description('run the reference, and print what microgpt.py prints')
    .option('--input <file>', 'train on this dataset, from its shuffle on; without it, on the golden documents')
    .option('--steps <n>', 'stop after n of the num_steps steps; the learning rate stays that of num_steps', (text) =>
      integerOf(text, { least: 0 }),
    )
    .option('--full-precision', 'print losses that round-trip, one a line')
    .option('--json <file>', 'write the result as JSON; "-" prints it in place of the text');
  return addConfigFlags(command).action(train);
}

async function train(options: TrainOptions): Promise<void> {
  const config = configOf('train', { ...options });
  const steps = options.steps ?? config.num_steps;
  if (steps > config.num_steps) {
    throw new Fault(`train: --steps ${steps} is beyond num_steps (${config.num_steps}); give --num_steps ${steps} too`);
  }
  checkOutputsApart('train', { '--json': options.json }, options.input === undefined ? [] : [options.input]);
  const { runAndShow } = await import('./trainRun.ts');
  const start = options.input === undefined ? await golden(config, steps) : await dataset(config, options.input);
  const { losses, samples } = await runAndShow(start, steps, {
    fullPrecision: options.fullPrecision === true,
    silent: options.json === STANDARD_OUTPUT,
  });
  if (options.json === undefined) return;
  const { flatten } = await import('../port/flatten.ts');
  const { jsonFloat } = await import('../port/json.ts');
  await writeJson('train', options.json, {
    schema: SCHEMA,
    config: { ...config, seed: typeof config.seed === 'bigint' ? String(config.seed) : config.seed },
    num_docs: start.num_docs,
    vocab_size: start.tokenizer.vocab_size,
    num_params: flatten(start.state_dict).length,
    losses: losses.map(jsonFloat),
    samples,
  });
}

async function golden(config: Config, steps: number): Promise<RunStart> {
  const { openGolden } = await import('../golden/folder.ts');
  const { startFromGolden } = await import('../diff/replay/start.ts');
  const { withGolden } = await import('./withGolden.ts');
  const start = await withGolden(() => startFromGolden(openGolden(), config));
  if (steps > start.documents.length) {
    throw new Fault(
      `train: step ${start.documents.length + 1} needs a document beyond the ${start.documents.length} golden ones; give the dataset with --input names.txt`,
    );
  }
  return start;
}

async function dataset(config: Config, file: string): Promise<RunStart> {
  const { startFromDataset } = await import('../diff/replay/start.ts');
  const bytes = await readInput('train', file);
  const start = checked(file, () => startFromDataset(config, bytes));
  if (start.documents.length === 0) {
    throw new Fault(`train: ${file} has no documents: every line is empty; one document a line is needed (training.4)`);
  }
  return start;
}

/** Shows what the reference finds wrong with a dataset as a fault of the file. */
function checked<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof RangeError ? new Fault(`train: ${file}: ${error.message}`) : error;
  }
}
