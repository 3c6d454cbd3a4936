import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { configure } from '../port/config.ts';
import { type Chapter, SPEC_CHAPTERS } from '../port/ops.ts';
import { ALL_OPS, startPort } from '../protocol/processPort.ts';
import type { StateDict } from '../reference/parameters.ts';
import { failuresInOrder } from '../report/failures.ts';
import type { RunResult } from '../report/result.ts';
import { readManifest, titlesOf } from '../suite/manifest.ts';
import type { Only } from '../suite/only.ts';
import { runSuite } from '../suite/runSuite.ts';
import { DEFAULT_SAMPLING } from '../suite/sampling.ts';
import { ADDED_UP, CHANGES, COURSES, EARLY, type Edit, FORMS, PARTLY, swap } from './python/forms.fixture.ts';

const ADAPTER = fileURLToPath(new URL('./python/microgpt_adapter.py', import.meta.url));
const SOURCE = readFileSync(new URL('./python/script.fixture.py', import.meta.url), 'utf8');
const DEADLINE_MS = 60_000;
/** Inputs a law. */
const RUNS = 2;
/** A Python that is missing is a visible skip, and a failure in CI. */
const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0 || process.env.CI !== undefined;

/** None of them the script's own. */
const CONFIG = configure({
  ...{ n_layer: 2, n_embd: 4, block_size: 5, n_head: 2, std: 0.3, std_residual: 0.2, learning_rate: 0.05, beta1: 0.8 },
  ...{ beta2: 0.95, eps_adam: 1e-6, num_steps: 4, temperature: 0.7, num_samples: 3, seed: 7 },
});
const VOCABULARY = 4;
const BOS = VOCABULARY - 1;
type Answers = Record<string, unknown>;
const DATASET = new TextEncoder().encode('emma\n olivia\r\n\nava\nbo\n');

const folder = mkdtempSync(join(tmpdir(), 'forms-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!HAS_PYTHON)('a script in Python', () => {
  const base = HAS_PYTHON ? answers('base', []) : Promise.resolve<Answers>({});

  test('conforms in full where it is microgpt.py in another wording', async () => {
    const { verdict, clauses } = await judged('base', [], SPEC_CHAPTERS);
    expect(verdict).toBe('conforms');
    expect(clauses.filter(({ status }) => status === 'not-claimed')).toEqual([]);
  });

  test.each(Object.entries(FORMS))('claims and answers the same in another form: %s', async (name, edits) => {
    expect(await answers(name, edits)).toEqual(await base);
  });

  test.each(Object.entries(COURSES))('answers what is asked of its course otherwise: %s', async (name, [
    ops,
    ...edits
  ]) => {
    expect(await changedOps(name, edits, base)).toEqual(ops);
  });

  test('takes the losses of positions where they are added up in place of a list', async () => {
    const [before, after] = [await base, await answers('added', ADDED_UP)];
    const ops = ['position_loss', 'average_loss', 'cross_entropy', 'forward'];
    expect(ops.map((op) => after[op])).toEqual(ops.map((op) => before[op]));
  });

  test('knows the second moment by a square among other factors', async () => {
    const { adam } = await answers('square', [swap('p.grad ** 2', 'p.grad * p.grad')]);
    expect(adam).toEqual({ data: expect.any(Array), m: expect.any(Array), v: expect.any(Array) });
  });

  test('says by its line why a constant that its loop changes cannot be given', async () => {
    const { adam } = await answers('rate', [swap('    rate = ', '    learning_rate = 0.02\n    rate = ')]);
    expect(adam).toBe('not claimed: line 171, `learning_rate = 0.02`, changes learning_rate while it is used');
  });

  test('says of an operation that cannot be executed apart from the rest that it is not, and claims the others', async () => {
    const hidden = [
      swap('size = sum(a * a', 'size = shown * sum(a * a'),
      swap('# sizes\n', '# sizes\nglobals().update(shown=1)\n'),
    ];
    const { rmsnorm, softmax } = await answers('hidden', hidden);
    expect([rmsnorm, softmax]).toEqual([
      expect.stringMatching(/^not claimed: what it depends on cannot be executed apart from the rest of the script: /),
      (await base).softmax,
    ]);
  });

  test('of the first revision conforms in what it is, which it declares', async () => {
    const { verdict, port, clauses } = await judged('early', EARLY, ['parameters', 'model', 'optimizer', 'training']);
    expect(verdict).toBe('conforms in what it claims');
    expect(port.config).toEqual({ activation: 'relu_squared', decay: 'cosine' });
    const held = clauses.filter(({ status }) => status === 'held').map(({ id }) => id);
    expect(held).toEqual(expect.arrayContaining(['model.15', 'optimizer.8', 'parameters.11', 'training.5']));
  });

  test('is loaded without a word, a file or a step of training, whatever stands at its top', async () => {
    const noisy = [(source: string) => `print('noise')\nopen('trace.txt', 'w').write('noise')\n${source}`];
    const [python, adapter, file] = commandOf('noisy', noisy);
    const { stdout, stderr } = spawnSync(python, [adapter, file], {
      cwd: folder,
      input: '1 hello 1\n',
      encoding: 'utf8',
    });
    expect([stdout.split('\n').length, stdout.startsWith('@1 ok 1 name=noisy.py '), stderr]).toEqual([2, true, '']);
    expect(readdirSync(folder)).not.toContain('trace.txt');
  });

  test('that has other matrices, no loop or no loss claims what is left, and says why not the rest', async () => {
    const { port, driver } = await startPort(commandOf('partly', PARTLY), { deadline: DEADLINE_MS, window: 1 });
    await driver.close();
    expect(port.reasons).toMatchObject({
      forward: 'it has other matrices beside: extra',
      adam: expect.stringMatching(
        /^no optimizer: a statement behind `backward\(\)` that sets `.data`; the nearest is line \d+$/,
      ),
      sample: expect.stringMatching(/^no loop that samples: /),
    });
    expect(Object.keys(port)).toEqual(expect.arrayContaining(['softmax', 'tokenizer', 'encode', 'autograd']));
  });

  test.each(Object.entries(CHANGES))('fails by the clause of what is changed in it: %s', async (name, [
    clause,
    ...edits
  ]) => {
    const chapters = SPEC_CHAPTERS.filter((chapter) => clause.startsWith(`${chapter}.`));
    const result = await judged(name, edits, chapters, withoutGolden(chapters));
    expect(failuresInOrder(result.clauses)[0]?.clause.id).toBe(clause);
    expect(result.clauses.filter(({ status }) => status === 'not-claimed')).toEqual([]);
  });
});

/** The adapter around the script with edits. */
function commandOf(name: string, edits: readonly Edit[]): string[] {
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.py`);
  writeFileSync(
    file,
    edits.reduce((source, edit) => edit(source), SOURCE),
  );
  return ['python3', ADAPTER, file];
}

/** What the script answers to every operation, by name; why not where it does not. */
async function answers(name: string, edits: readonly Edit[], given?: StateDict): Promise<Answers> {
  const { port, driver } = await startPort(commandOf(name, edits), { deadline: DEADLINE_MS, window: 1 });
  const parameters = (await port.parameters?.(CONFIG, VOCABULARY)) ?? {};
  const state = given ?? parameters;
  const tokens = [BOS, 0, 1, 1, 2, 0, BOS];
  const asked = {
    random: port.random?.(5n, [{ kind: 'random' }]),
    documents: port.documents?.(DATASET),
    tokenizer: port.tokenizer?.(['emma', 'ava']),
    encode: port.encode?.(['a', 'e', 'm'], 'emma'),
    decode: port.decode?.(['a', 'e', 'm'], [1, 2, 2, 0]),
    softmax: port.softmax?.([0.5, -1, 2]),
    rmsnorm: port.rmsnorm?.([3, 4, 0.1]),
    linear: port.linear?.([1, 2], [[0.1, 0.2]]),
    autograd: port.autograd?.([
      { kind: 'leaf', data: 3 },
      { kind: 'log', a: 0 },
      { kind: 'mul', a: 1, b: 0 },
    ]),
    forward: port.forward?.(CONFIG, state, tokens),
    backward: port.backward?.(CONFIG, state, tokens),
    position_loss: port.position_loss?.([0.2, 0.8], 0),
    average_loss: port.average_loss?.([1, 2, 4]),
    cross_entropy: port.cross_entropy?.([1, 2, 3], 1),
    adam: port.adam?.(CONFIG, 2, [1, 2], [0.5, -0.1], [0.1, 0.2], [0.3, 0.4]),
    train: port.train?.(CONFIG, state, [tokens, [BOS, 2, BOS]], 3),
    sampling: port.sampling?.([1, 2, 3], 0.3),
    sample: port.sample?.(CONFIG, state, [0.1, 0.5, 0.4, 0.3, 0.6]),
    microgpt: port.microgpt?.(CONFIG, DATASET),
  };
  const all = { parameters, ...asked };
  const answered = Object.entries(all).map(async ([op, answer]) => [op, await Promise.resolve(answer).catch(String)]);
  const entries = await Promise.all(answered);
  await driver.close();
  const unclaimed = ALL_OPS.filter((op) => port[op] === undefined);
  return {
    ...Object.fromEntries(entries),
    ...Object.fromEntries(unclaimed.map((op) => [op, `not claimed: ${port.reasons?.[op]}`])),
  };
}

/** The operations that the script answers otherwise than without the edits, or does not claim. */
async function changedOps(name: string, edits: readonly Edit[], base: Promise<Answers>) {
  const before = await base;
  const after = await answers(name, edits, before.parameters as StateDict);
  return Object.keys(after).filter((op) => !isDeepStrictEqual(before[op], after[op]));
}

/** The checks of chapters that ask for no recorded run, which takes Python long. */
function withoutGolden(chapters: readonly Chapter[]): Only {
  const titles = titlesOf(readManifest(), chapters).filter((title) => !title.includes(' golden: '));
  return { names: chapters, titles, chapters };
}

async function judged(
  name: string,
  edits: readonly Edit[],
  chapters: readonly Chapter[],
  only?: Only,
): Promise<RunResult> {
  const outcome = await runSuite({
    port: { kind: 'process', command: commandOf(name, edits), deadline: DEADLINE_MS },
    sampling: { ...DEFAULT_SAMPLING, runs: RUNS },
    chapters,
    ...(only === undefined ? {} : { only }),
    reporters: [],
    onCheck: () => {},
  });
  if (outcome.kind === 'suite-fault') throw new Error(outcome.faults.join('\n'));
  return outcome.result;
}
