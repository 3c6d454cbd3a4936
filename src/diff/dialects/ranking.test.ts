import { describe, expect, test } from 'vitest';
import { canonicalDataset } from '../../golden/canonical.ts';
import { headerText, repr } from '../../golden/runOutput.ts';
import { flatten } from '../../port/flatten.ts';
import { CANONICAL, type Config, configure, EARLY } from '../../reference/config.ts';
import { initialParameters } from '../../reference/parameters.ts';
import { Random } from '../../reference/random.ts';
import { encode } from '../../reference/tokenizer.ts';
import { startTraining, train } from '../../reference/training.ts';
import { diffSources } from '../../report/diffSources.ts';
import { lossLines, traceOf } from '../logs.fixture.ts';
import { type RunStart, startFromDataset, startFromGolden } from '../replay/start.ts';
import { ranked } from './ranking.ts';
import type { Stated } from './stated.ts';

const { golden } = diffSources();
const OPEN: Stated = { dialect: null, constants: {} };
const LINEAR = { ...EARLY, decay: 'linear' } as const;
const STEPS = 12;
const DOCUMENTS = canonicalDataset(golden).documents.slice(0, 40);
const dataset = new TextEncoder().encode(DOCUMENTS.join('\n'));

/** The log of a run, with a header or without. */
function logOf(start: RunStart, header = headerOf(start), print: (loss: number) => string = repr): string {
  const { config, state_dict, tokenizer, documents } = start;
  const tokens = documents.map((doc) => encode(tokenizer.uchars, doc));
  const losses = [...train(startTraining(config, state_dict), tokens, STEPS)];
  return header + lossLines(losses.map(print), config.num_steps);
}

function headerOf({ num_docs, tokenizer, state_dict }: RunStart): string {
  return headerText(num_docs, tokenizer.vocab_size, flatten(state_dict).length);
}

async function rankedOf(log: string, dumps: object = {}, stated = OPEN, asked: Config = CANONICAL) {
  const trace = await traceOf(log);
  const config = configure({ num_steps: trace.num_steps ?? asked.num_steps }, asked);
  return ranked(trace, { golden, config, ...dumps }, stated);
}

describe('the run that is due', () => {
  test.each([
    ['the early revision', EARLY],
    ['the early revision with linear decay', LINEAR],
    ['another width', configure({ n_embd: 32, n_head: 8 })],
    ['more layers', configure({ n_layer: 2 })],
  ])('is that of %s, where the log agrees with it alone', async (_, config) => {
    const { due, alike } = await rankedOf(logOf(startFromGolden(golden, config)));
    expect(due).toMatchObject({ config, step: STEPS, whole: true, evident: true });
    expect(alike).toEqual([]);
  });

  test('is found from the losses where there is no header', async () => {
    expect((await rankedOf(logOf(startFromGolden(golden, LINEAR), ''))).due.config).toEqual(LINEAR);
  });

  test('is drawn from a dataset in another seed', async () => {
    const config = configure({ seed: 1337 }, LINEAR);
    const { due } = await rankedOf(logOf(startFromDataset(config, dataset)), { dataset });
    expect(due).toMatchObject({ config, whole: true });
  });

  test('has the sizes of a dump, and of heads the number that gives the losses', async () => {
    const config = configure({ n_embd: 32, n_head: 2, seed: 3 });
    const start = startFromGolden(golden, config);
    const params = { kind: 'numbers', values: Float64Array.from(flatten(start.state_dict)) };
    const { due } = await rankedOf(logOf(start, ''), { params });
    expect(due).toMatchObject({ config: { n_embd: 32, n_head: 2 }, whole: true });
  });

  test('is the one asked for where the log agrees with it, and no other is looked at', async () => {
    const { due, asked, plausible } = await rankedOf(logOf(startFromGolden(golden, CANONICAL)));
    expect(due).toBe(asked);
    expect(plausible).toEqual([asked]);
  });

  test('is the one asked for where its first loss is another and nothing else is named', async () => {
    const other = startFromGolden(golden, configure({ seed: 5 }));
    const { due, asked, plausible } = await rankedOf(logOf(other, ''));
    expect(due).toBe(asked);
    expect(plausible).toEqual([asked]);
  });
});

describe('what was stated', () => {
  const log = logOf(startFromGolden(golden, LINEAR));

  test('is not open: a dialect, its decay too', async () => {
    const { due, asked } = await rankedOf(log, {}, { dialect: 'early', constants: {} }, EARLY);
    expect(due).toBe(asked);
  });

  test('holds in each configuration that is looked at', async () => {
    const constants = { beta1: 0.8 };
    const unnamed = logOf(startFromGolden(golden, LINEAR), '');
    const { due } = await rankedOf(unnamed, {}, { dialect: null, constants }, configure(constants));
    expect(due.config).toMatchObject({ activation: 'relu_squared', beta1: 0.8 });
  });

  test('is no seed that is looked for', async () => {
    const drawn = logOf(startFromDataset(configure({ seed: 1337 }), dataset));
    const stated = { dialect: null, constants: { seed: 42 } };
    expect((await rankedOf(drawn, { dataset }, stated)).due.config.seed).toBe(42);
  });
});

describe('clues', () => {
  test('name the early revision where a mistake shows in step 1, and its other decay is plausible too', async () => {
    const start = startFromGolden(golden, configure({ seed: 5 }, EARLY));
    const { due, plausible } = await rankedOf(logOf(start));
    expect(due).toMatchObject({ config: EARLY, step: 0, evident: false });
    expect(plausible.map(({ config }) => config)).toEqual([
      EARLY,
      LINEAR,
      configure({ num_steps: 500, block_size: 8 }),
    ]);
  });

  test('that contradict a dialect rule it out, whatever the losses are', async () => {
    const header = headerText(32033, 27, 4192);
    const { due, asked } = await rankedOf(logOf(startFromGolden(golden, EARLY), header));
    expect(due).toBe(asked);
  });

  test('of other documents than the recorded ones leave nothing to look for', async () => {
    const { due, asked } = await rankedOf(logOf(startFromGolden(golden, EARLY), headerText(22117, 27, 4064)));
    expect(due).toBe(asked);
  });

  test('name the early revision by the zeros of a dump, where step 1 is the same in both', async () => {
    const state_dict = initialParameters(EARLY, 27, new Random(3));
    const params = { kind: 'numbers', values: Float64Array.from(flatten(state_dict)) };
    const [first] = (await traceOf(logOf({ ...startFromGolden(golden, EARLY), state_dict }, ''))).losses.values();
    const log = `step 1 / 500 | loss ${first[0].text}\nstep 2 / 500 | loss 3.5\n`;
    expect((await rankedOf(log, { params })).due).toMatchObject({ config: EARLY, step: 1 });
  });
});

describe('a log too short', () => {
  const start = startFromGolden(golden, EARLY);
  const lines = (count: number, decimals: number, header: string) =>
    header +
    logOf(start, '', (loss) => loss.toFixed(decimals))
      .split('\n')
      .slice(0, count)
      .join('\n');

  test('to tell two decays has both', async () => {
    const { due, alike } = await rankedOf(lines(3, 4, headerOf(start)));
    expect([due, ...alike].map(({ config }) => config)).toEqual([EARLY, LINEAR]);
  });

  test('to choose among runs makes none due that no clue names, and none evident', async () => {
    const unnamed = await rankedOf(lines(1, 2, ''));
    expect(unnamed.due).toBe(unnamed.asked);
    expect((await rankedOf(lines(1, 2, headerOf(start)))).due).toMatchObject({ config: EARLY, evident: false });
  });
});
