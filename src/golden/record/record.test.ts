import { describe, expect, test } from 'vitest';
import { enginePort } from '../../engine/enginePort.ts';
import { CLASS_TOLERANCE } from '../../port/precision.ts';
import { referencePort } from '../../port/reference.ts';
import { configure } from '../../reference/config.ts';
import { begin } from '../../reference/microgpt.ts';
import { Random } from '../../reference/random.ts';
import { openGolden } from '../folder.ts';
import { readGoldenText } from '../golden.ts';
import { engineTrainer } from './engineTrainer.ts';
import { jsonDocument } from './jsonDocument.ts';
import { recordedFiles } from './recordedFiles.ts';
import { recorderOf } from './recorder.ts';
import { referenceTrainer } from './trainer.ts';
import { products } from './work.ts';

/** Ten times what V8's libm moves a number of these short runs by, and a hundredth of the f64 class. */
const BOUND = 1e-14;
const RUNS = ['two_layers', 'four_layers', 'early', 'no_layers', 'block_of_one', 'other_constants', 'code_points'];

const IN_FULL: ReadonlySet<number> = new Set([1, 2]);

const told = async () => {};
const golden = openGolden();

function recordedRun(name: string) {
  return JSON.parse(readGoldenText(golden, `small/${name}.json`));
}

async function record(name: string, by: 'reference' | 'engine') {
  const { config, dataset } = recordedRun(name);
  const whole = configure(config);
  const start = begin(whole, new TextEncoder().encode(dataset), new Random(whole.seed));
  const made = {
    reference: { trainer: referenceTrainer(whole, start.state_dict), port: referencePort('1') },
    engine: { trainer: engineTrainer(whole, start.state_dict), port: enginePort('1') },
  };
  const files: Record<string, string> = {};
  const recording = { ...made[by], steps: whole.num_steps, inFull: IN_FULL, onStep: told, onSample: told };
  for await (const { path, text } of recordedFiles(start, recording)) files[path] = text;
  return { output: files['output.txt'], read: (path: string) => JSON.parse(files[path] ?? 'null') };
}

/** Of the steps that have a gradient, those that are recorded here. */
function isInFull({ step, grad }: { readonly step: number; readonly grad?: object }): boolean {
  return grad !== undefined && IN_FULL.has(step);
}

function furthest(got: unknown, due: unknown): number {
  const [a, b] = [got, due].map((value) => [value].flat(Infinity).flatMap((one) => numbersOf(one)));
  expect(a.length).toBe(b.length);
  return a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i])), 0);
}

function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' ? Object.values(Object(value)).flatMap((one) => numbersOf(one)) : [];
}

describe.each(['reference', 'engine'] as const)('a recording by the %s', (by) => {
  test.each(RUNS)('of the dataset of golden/small/%s has what microgpt.py computed', async (name) => {
    const due = recordedRun(name);
    const { read, output } = await record(name, by);
    expect(output).toBe(due.output);
    expect(read('config.json')).toEqual(due.config);
    expect(read('dataset.json').uchars).toEqual(due.uchars);
    expect(read('dataset.json').documents).toEqual(due.steps.map(({ doc }: { doc: string }) => doc));
    for (const file of ['initial', 'losses', 'final']) {
      expect(furthest(read(`${file}.json`), due[file])).toBeLessThan(BOUND);
    }
    for (const { step, doc, tokens, losses, loss, grad } of due.steps.filter(isInFull)) {
      const got = read(`steps/${step}.json`);
      expect(got).toMatchObject({ step, doc, tokens, config: due.config });
      expect(furthest([got.losses, got.loss], [losses, loss])).toBeLessThan(BOUND);
      expect(furthest(got.grad, grad)).toBeLessThan(BOUND);
    }
    const samples = (list: { name: string; uniforms: number[] }[]) => list.map((one) => [one.name, one.uniforms]);
    expect(samples(read('samples.json'))).toEqual(samples(due.samples));
    expect(furthest(read('samples.json'), due.samples)).toBeLessThan(BOUND);
  });

  test('has moments and parameters on both sides of a step, and each step begins where the one before it ended', async () => {
    const due = recordedRun('two_layers').steps;
    const { read } = await record('two_layers', by);
    const [first, second] = [read('steps/1.json'), read('steps/2.json')];
    expect(first.before).toEqual(read('initial.json'));
    expect(second.before).toEqual(first.params);
    for (const name of ['m', 'v', 'params']) expect(furthest(first[name], due[0][name])).toBeLessThan(BOUND);
    expect(first.probs.map((row: number[]) => row.reduce((sum, p) => sum + p, 0))).toEqual(
      first.losses.map(() => expect.closeTo(1, 14)),
    );
  });
});

describe('who records', () => {
  const bytes = new TextEncoder().encode('anna\nbob\n');
  const begun = (constants: Parameters<typeof configure>[0]) => {
    const config = configure(constants);
    return begin(config, bytes, new Random(config.seed));
  };

  test('is the reference, as long as a run is short', () => {
    const { by, held } = recorderOf(begun({}), 1000, '1');
    expect([by, held]).toEqual(['reference', null]);
  });

  test('is the engine for a long run, held to the reference in its first steps until rounding parts them', () => {
    const { by, held } = recorderOf(
      begun({ n_layer: 2, n_embd: 64, learning_rate: 0.1, num_steps: 100_000 }),
      100_000,
      '1',
    );
    expect(by).toBe('engine');
    expect(held?.steps).toBeGreaterThan(2);
    expect(held?.partAt).toBe((held?.steps ?? 0) + 1);
    expect(held?.maxAbsDelta).toBeLessThan(CLASS_TOLERANCE.f64 * 10);
  });

  test('is nobody where a single step is more than the reference takes, and that is said', () => {
    const large = begun({ n_layer: 8, n_embd: 144, n_head: 4, block_size: 64 });
    expect(() => recorderOf({ ...large, docs: ['ab'.repeat(40)] }, 1000, '1')).toThrow(
      /^step 1 has \S+ multiplications, and the reference/,
    );
  });
});

describe('multiplications of a forward pass', () => {
  test('are those of the matrices at each position, and of attention over the positions so far', () => {
    const config = configure({ n_layer: 1, n_embd: 2, n_head: 1, block_size: 8 });
    const perPosition = 12 * 2 ** 2 + 5 * 2; // four of attention, two of the MLP, lm_head
    expect(products(config, 5, 1)).toBe(perPosition + 2 * 2);
    expect(products(config, 5, 3)).toBe(3 * perPosition + 2 * 2 * (1 + 2 + 3));
  });

  test('are of block_size positions at most', () => {
    const config = configure({ block_size: 4 });
    expect(products(config, 27, 9)).toBe(products(config, 27, 4));
  });
});

describe('a JSON document', () => {
  test.each([
    [[1, -0, NaN, Infinity, 1e-8], '[1, -0.0, "nan", "inf", 1e-8]\n'],
    [{ a: [[1, 2], [3]], b: 'x"', c: [] }, '{\n "a": [\n  [1, 2],\n  [3]\n ],\n "b": "x\\"",\n "c": []\n}\n'],
    [{}, '{}\n'],
  ])('of %o has a row a line', (value, text) => {
    expect(jsonDocument(value)).toBe(text);
  });

  test('has each of more than 64 scalars on a line of its own', () => {
    expect(jsonDocument(new Array(65).fill(0)).split('\n').length).toBe(68);
  });
});
