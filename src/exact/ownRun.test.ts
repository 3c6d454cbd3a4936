import { expect, test } from 'vitest';
import { canonicalConfig, canonicalDataset, canonicalParameters } from '../golden/canonical.ts';
import { openGolden } from '../golden/folder.ts';
import { encode } from '../reference/tokenizer.ts';
import { startTraining, train } from '../reference/training.ts';
import { referenceIn } from './arithmetic.ts';
import { OwnLibrary } from './ownLibrary.ts';
import { OwnRun } from './ownRun.ts';

const STEPS = 3;
const golden = openGolden();
const [config, initial] = [canonicalConfig(golden), canonicalParameters(golden, 'initial')];
const { uchars, documents } = canonicalDataset(golden);
const tokens = documents.slice(0, STEPS).map((doc) => encode(uchars, doc));
const later = {
  exp: async (x: readonly number[]) => x.map(Math.exp),
  log: async (x: readonly number[]) => x.map(Math.log),
  pow: async (x: readonly number[], y: number) => x.map((xi) => xi ** y),
};

test('a run on a library that answers later is the run on that library, parameters too', async () => {
  const run = new OwnRun(new OwnLibrary(later), await referenceIn('f64'), config, initial);
  const losses: number[] = [];
  for (const document of tokens) losses.push(await run.step(document));
  const training = startTraining(config, initial);
  expect(losses).toEqual([...train(training, tokens, STEPS)]);
  const flat = Object.values(run.state_dict).flat(2);
  expect(flat).toEqual([...training.model.tape.data.subarray(0, flat.length)]);
});

test('in float32 every number is one of that type', async () => {
  const single = Object.fromEntries(
    Object.entries(later).map(([name, of]) => [
      name,
      async (x: readonly number[], y: number) => (await of(x, y)).map(Math.fround),
    ]),
  ) as typeof later;
  const run = new OwnRun(new OwnLibrary(single), await referenceIn('f32'), config, initial);
  const loss = await run.step(tokens[0]);
  expect(loss).toBe(Math.fround(loss));
  expect(
    Object.values(run.state_dict)
      .flat(2)
      .filter((x) => x !== Math.fround(x)),
  ).toEqual([]);
});
