import { readFileSync } from 'node:fs';
import { sample as sampleFast } from '../engine/sample.ts';
import { startTraining as startFast, train as trainFast } from '../engine/train.ts';
import { openGolden } from '../golden/folder.ts';
import { startFromDataset, startFromGolden } from '../golden/replay/start.ts';
import { CANONICAL } from '../reference/config.ts';
import { sample } from '../reference/inference.ts';
import { decode, encode } from '../reference/tokenizer.ts';
import { startTraining, train } from '../reference/training.ts';

/**
 * The whole of microgpt.py as a process: `node program.js engine|reference [names.txt]`. It trains the canonical 1000 steps,
 * from the dataset or else from the golden start, samples 20 names, and prints the last loss and the last name.
 */

const [who, file] = process.argv.slice(2);
const start =
  file === undefined ? startFromGolden(openGolden(), CANONICAL) : startFromDataset(CANONICAL, readFileSync(file));
const { config, random, tokenizer, documents, state_dict } = start;
const tokens = documents.slice(0, config.num_steps).map((doc) => encode(tokenizer.uchars, doc));
const uniform = () => random.random();

const { losses, draw } = who === 'engine' ? byEngine() : byReference();
const names = Array.from({ length: config.num_samples }, () => decode(tokenizer.uchars, draw()));
process.stdout.write(`${losses.at(-1)} ${names.at(-1)}\n`);

function byEngine() {
  const training = startFast(config, state_dict);
  return { losses: [...trainFast(training, tokens)], draw: () => sampleFast(training.network, uniform).tokens };
}

function byReference() {
  const training = startTraining(config, state_dict);
  return { losses: [...train(training, tokens)], draw: () => sample(training.model, uniform).tokens };
}
