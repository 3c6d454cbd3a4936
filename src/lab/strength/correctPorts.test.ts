import { describe, expect, test } from 'vitest';
import { CHAPTERS, type Chapter, OPS } from '../../port/ops.ts';
import { SUBJECTS } from './subjects.ts';
import { sweepAlone, sweepInTurns, turnGroups } from './sweep.ts';

const TIMEOUT_MS = 600_000;
/** Inputs for each law: what fails a right port fails it at nearly any input. */
const RUNS = 10;
/** Seeds of the sweep under which rounding alone carries a run in float32 out of its class, or a step passes a number that RMSNorm is steep at. */
const UNSTEADY_SEEDS = [53, 138, 140, 151, 164];

/** Right ports that take turns, by the chapters that see what is unusual in them. */
const IN_TURNS: readonly [Chapter, readonly string[]][] = [
  [
    'model',
    [
      'reversed',
      'lanes',
      'pairwise',
      'kahan',
      'double-double',
      'extended',
      'padded-infinity',
      'padded-large',
      'online-softmax',
      'fused-qkv',
      'fused-loss',
      'recomputed',
      'forward-mode',
      'by-creation',
      'fma',
      'correct-libm',
      'ulp-1',
      'vectorised',
    ],
  ],
  ['autograd', ['forward-mode', 'by-creation', 'fma', 'correct-libm']],
  ['loss', ['reversed', 'pairwise', 'kahan', 'double-double', 'extended', 'fused-loss']],
  ['optimizer', ['adam-efficient', 'running-products', 'reciprocals', 'from-the-left', 'flushed']],
  ['inference', ['padded-infinity', 'online-softmax', 'recomputed']],
];

describe('no check fails a right port of unusual make', () => {
  test.each(IN_TURNS)('%s', { timeout: TIMEOUT_MS }, async (chapter, ids) => {
    const subjects = SUBJECTS.filter(({ kind, id }) => kind === 'variant' && ids.includes(id));
    const results = await sweepInTurns([chapter], subjects, { runs: RUNS });
    expect(subjects.length).toBe(ids.length);
    for (const id of ids) {
      const checks = results[`variant:${id}`] ?? [];
      expect(checks.filter(({ status }) => status === 'held').length, id).toBeGreaterThan(0);
      expect(
        checks.filter(({ status }) => status === 'failed').map(({ title }) => title),
        id,
      ).toEqual([]);
    }
  });

  test('float32 where rounding grows within a run', { timeout: TIMEOUT_MS }, async () => {
    const group = turnGroups().find(({ title }) => title === 'float32 under other seeds');
    const subjects = (group?.subjects ?? []).filter(({ reseeded }) => UNSTEADY_SEEDS.includes(reseeded?.seed ?? 0));
    const results = Object.values(await sweepInTurns(['training'], subjects, group?.how));
    expect(results.length).toBe(UNSTEADY_SEEDS.length);
    for (const checks of results) {
      expect(checks.filter(({ status }) => status === 'held').length).toBeGreaterThan(0);
      expect(checks.filter(({ status }) => status === 'failed').map(({ title }) => title)).toEqual([]);
    }
  });

  test('each operation alone', { timeout: TIMEOUT_MS }, async () => {
    const subjects = SUBJECTS.filter(({ kind, id }) => kind === 'variant' && id.startsWith('only-'));
    const results = Object.entries(await sweepInTurns(CHAPTERS, subjects, { runs: RUNS }));
    const of = (wanted: string) =>
      results.filter(([, checks]) => checks.some(({ status }) => status === wanted)).map(([name]) => name);
    expect(of('failed')).toEqual([]);
    expect(of('held')).toEqual(Object.keys(OPS).map((op) => `variant:only-${op}`));
  });

  test.each([
    'typed-arrays',
    'other-key-order',
    'slow',
    'vocabulary-of-two',
    'float32',
    'float32-double-sums',
    'squared-cosine',
    'odd-width',
  ])('%s', { timeout: TIMEOUT_MS }, async (name) => {
    const [subject] = SUBJECTS.filter(({ kind, id }) => kind === 'variant' && id === name);
    const checks = await sweepAlone(subject, ['model', 'optimizer'], RUNS);
    expect(checks.filter(({ status }) => status === 'held').length).toBeGreaterThan(0);
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([]);
  });
});
