import { readFileSync } from 'node:fs';
import type { RunStart } from '../golden/replay/start.ts';
import { CANONICAL } from '../reference/config.ts';
import { decode, encode } from '../reference/tokenizer.ts';

/**
 * The whole of microgpt.py as a process: `node program.js engine|reference [names.txt]`. It trains the canonical 1000 steps,
 * from the dataset or else from the golden start, samples 20 names, and prints the last loss and the last name. Only
 * what is needed is loaded.
 */

/** What the losses of a run were, and a way to draw samples behind it. */
interface Trained {
  readonly losses: readonly number[];
  readonly draw: () => readonly number[];
}

const [who, file] = process.argv.slice(2);
const { config, random, tokenizer, documents, state_dict } = await startOf(file);
const tokens = documents.slice(0, config.num_steps).map((doc) => encode(tokenizer.uchars, doc));
const uniform = () => random.random();

const { losses, draw } = await (who === 'engine' ? byEngine() : byReference());
const names = Array.from({ length: config.num_samples }, () => decode(tokenizer.uchars, draw()));
process.stdout.write(`${losses.at(-1)} ${names.at(-1)}\n`);

async function startOf(dataset: string | undefined): Promise<RunStart> {
  const { startFromDataset, startFromGolden } = await import('../golden/replay/start.ts');
  if (dataset !== undefined) return startFromDataset(CANONICAL, readFileSync(dataset));
  const { openGolden } = await import('../golden/folder.ts');
  return startFromGolden(openGolden(), CANONICAL);
}

async function byEngine(): Promise<Trained> {
  const { startTraining, train } = await import('../engine/train.ts');
  const { sample } = await import('../engine/sample.ts');
  const training = startTraining(config, state_dict);
  return { losses: [...train(training, tokens)], draw: () => sample(training.network, uniform).tokens };
}

async function byReference(): Promise<Trained> {
  const { startTraining, train } = await import('../reference/training.ts');
  const { sample } = await import('../reference/inference.ts');
  const training = startTraining(config, state_dict);
  return { losses: [...train(training, tokens)], draw: () => sample(training.model, uniform).tokens };
}
