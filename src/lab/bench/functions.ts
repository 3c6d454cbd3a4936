import { Bench } from 'tinybench';
import { adam } from '../../engine/adam.ts';
import { backward } from '../../engine/backward.ts';
import { documentLoss } from '../../engine/loss.ts';
import { createNetwork } from '../../engine/network.ts';
import { sample } from '../../engine/sample.ts';
import { trainStep } from '../../engine/train.ts';
import { CANONICAL } from '../../reference/config.ts';
import { sample as sampleReference } from '../../reference/inference.ts';
import { documentLoss as referenceLoss } from '../../reference/loss.ts';
import { trainStep as referenceStep, startTraining as startReference } from '../../reference/training.ts';
import { readCanonicalRun } from '../numerics/canonicalRun.ts';

/** A function's time, as a multiple of the engine's whole step. */
export interface FunctionTime {
  readonly name: string;
  readonly times: number;
  /** Half of a 95 % interval of the mean, relative, in percent. */
  readonly margin: number;
}

const STEP = 'engine: a whole step';
const MS = 500;
const WARM = 500;
const DIGITS = 2;

/** Times the parts of a canonical step with tinybench, engine and reference in one run. */
export async function measureFunctions(): Promise<FunctionTime[]> {
  const { initial, documents } = readCanonicalRun();
  const [fast, slow] = [createNetwork(CANONICAL, initial), startReference(CANONICAL, initial)];
  const [tokens] = documents;
  for (let step = 0; step < WARM; step++) trainStep(fast, step, documents[step]); // V8 has optimized it behind this
  const bench = new Bench({ time: MS })
    .add(STEP, () => trainStep(fast, WARM, tokens))
    .add('engine: forward and loss', () => documentLoss(fast, tokens))
    .add('engine: backward', () => backward(fast, tokens))
    .add('engine: Adam', () => adam(CANONICAL, 0, fast.workspace, fast.vectors))
    .add('engine: a sample of 16 positions', () => sample(fast, () => 0))
    .add('reference: a whole step', () => referenceStep(slow, 0, tokens))
    .add('reference: forward and loss', () => {
      referenceLoss(slow.model, tokens);
      slow.model.tape.truncate(slow.model.num_params);
    })
    .add('reference: a sample of 16 positions', () => sampleReference(slow.model, () => 0));
  await bench.run();
  const mean = (name: string) => bench.getTask(name)?.result?.mean ?? Number.NaN;
  return bench.tasks.map(({ name, result }) => ({
    name,
    times: Number((mean(name) / mean(STEP)).toPrecision(DIGITS)),
    margin: Math.round(result?.rme ?? Number.NaN),
  }));
}
