import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CHAPTERS, type Chapter } from '../port/ops.ts';
import { clauseStatus } from '../report/result.ts';
import type { CollectedCheck } from './collect.ts';
import { runVitest } from './runSuite.ts';
import { DEFAULT_SAMPLING } from './sampling.ts';

const FIXTURE = fileURLToPath(new URL('./declaring.fixture.mjs', import.meta.url));
const RUNS = 2;
const DEADLINE_MS = 30_000;

/** Chapters that ask for a configuration, for seeds and sizes, and for sums. */
const CONFIGURED: readonly Chapter[] = ['model', 'optimizer', 'training'];
const SIZED: readonly Chapter[] = ['random', 'dataset', 'tokenizer', 'parameters', 'inference'];
const SUMS: readonly Chapter[] = ['autograd', 'loss'];

describe('a right port that declares what it is built for', () => {
  test.each([
    ['every constant and the vocabulary of microgpt.py', 'canonical', CHAPTERS, ['model.15', 'optimizer.8']],
    ["every constant of the early revision's", 'early', CONFIGURED, ['training.14']],
    ['ReLU, linear decay and num_steps alone', 'rates', CONFIGURED, ['model.15', 'optimizer.8']],
    ['seeds of 32 bits, 32 bits at a time, and the sizes of its buffers', 'uint32', SIZED, ['random.14']],
    ["microgpt.py's order of sums", 'python', SUMS, []],
  ])('has no failed check and claims every clause: %s', async (_, kind, chapters, others) => {
    const checks = await ran(kind, 'none', chapters);
    expect(checks.filter(({ status }) => status === 'failed' || status === 'not-claimed')).toEqual([]);
    const notApplied = clausesOf(checks, 'not-applicable');
    expect(others.filter((id) => !notApplied.includes(id))).toEqual([]);
    expect(new Set(clausesOf(checks, 'held').map((id) => id.split('.')[0]))).toEqual(new Set(chapters));
    // Each says what it needed and what the port has, or that no adapter can be asked.
    const silent = checks.filter(
      ({ status, reason }) => status === 'not-applicable' && !/port|built|adapter/.test(reason ?? ''),
    );
    expect(silent).toEqual([]);
  });

  test('is given seeds within its limit by every law, but for those that need larger ones', async () => {
    const laws = (await ran('uint32', 'none', ['random'])).filter(({ kind }) => kind === 'law');
    expect(laws.filter(({ status }) => status !== 'held').map(({ title }) => title)).toEqual([
      'random.1 the words are those that the authors of MT19937 publish',
      'random.2 a seed and its negative give the same stream',
    ]);
  });

  test('is put to the vectors that tell orders of sums apart where it declares order=python, and only there', async () => {
    const titles = [
      'autograd.9 golden: autograd, order of the sum',
      'autograd.11 golden: autograd, order of the gradients',
      'loss.6 golden: average_loss, order of the sum',
    ];
    const ordered = async (kind: string) => {
      const checks = await ran(kind, 'none', SUMS);
      return titles.map((title) => checks.find((check) => check.title === title)?.status);
    };
    expect(await ordered('python')).toEqual(['held', 'held', 'held']);
    expect(await ordered('rates')).toEqual(['not-applicable', 'not-applicable', 'not-applicable']);
  });
});

describe('a wrong port that declares what it is built for fails all the same', () => {
  const kinds = ['canonical', 'uint32', 'python'];
  test.each(kinds)('with 1e-10 in the logarithm, declared %s', async (kind) => {
    const failed = clausesOf(await ran(kind, 'log-eps-1e-10', ['loss']), 'failed');
    expect(failed).toEqual(expect.arrayContaining(['loss.1', 'loss.9']));
  });

  test.each(kinds)('with a softmax that leaves the maximum where it is, declared %s', async (kind) => {
    expect(clausesOf(await ran(kind, 'softmax-max', ['loss']), 'failed')).toEqual(
      expect.arrayContaining(['loss.3', 'loss.9']),
    );
  });

  test('with inputs that are cut to its limits in silence, in every check of the clause about limits, and no other', async () => {
    const checks = await ran('uint32', 'cuts', SIZED);
    const asked = checks.filter(({ clause, kind }) => clause === 'parameters.13' && kind === 'differential');
    expect(asked.length).toBe(7);
    expect(asked.filter(({ status }) => status !== 'failed')).toEqual([]);
    expect(clausesOf(checks, 'failed')).toEqual(['parameters.13']);
  });

  test('with the highest bit of a seed taken for its sign, which only seeds of all bits show', async () => {
    expect(clausesOf(await ran('uint16', 'signed', ['random'], 20), 'failed')).toEqual(['random.2']);
  });

  test('with pairwise sums, where it declares the order of microgpt.py', async () => {
    expect(clausesOf(await ran('python', 'pairwise', ['model']), 'failed')).toEqual(['model.1']);
  });
});

async function ran(
  kind: string,
  mistake: string,
  chapters: readonly Chapter[],
  runs = RUNS,
): Promise<readonly CollectedCheck[]> {
  const { checks, faults } = await runVitest({
    port: { kind: 'process', command: [process.execPath, FIXTURE, kind, mistake], deadline: DEADLINE_MS },
    sampling: { ...DEFAULT_SAMPLING, runs },
    chapters,
    reporters: [],
    onCheck: () => {},
  });
  expect(faults).toEqual([]);
  return checks;
}

/** The clauses of a status. */
function clausesOf(checks: readonly CollectedCheck[], status: string): string[] {
  const ids = [...new Set(checks.map(({ clause }) => clause))];
  return ids.filter((id) => clauseStatus(checks.filter(({ clause }) => clause === id)) === status);
}
