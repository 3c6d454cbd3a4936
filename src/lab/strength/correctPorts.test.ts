import { describe, expect, test } from 'vitest';
import type { Chapter } from '../../port/ops.ts';
import { OTHER_FORMS } from './correctVariants.ts';
import { MISTAKEN, nameOf, SUBJECTS } from './subjects.ts';
import { sweepAlone, sweepInTurns } from './sweep.ts';

const TIMEOUT_MS = 600_000;
/** Inputs for each law: what fails a right port fails it at nearly any input. */
const RUNS = 10;

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
    ],
  ],
  ['loss', ['reversed', 'pairwise', 'kahan', 'double-double', 'extended', 'fused-loss', 'only-position_loss']],
  ['optimizer', ['adam-efficient', 'running-products', 'reciprocals', 'from-the-left', 'only-adam', 'flushed']],
  ['inference', ['padded-infinity', 'online-softmax', 'recomputed', 'only-sampling', 'only-sample']],
];

describe('no check fails a right port of unusual make', () => {
  test.each(IN_TURNS)('%s', { timeout: TIMEOUT_MS }, async (chapter, ids) => {
    const subjects = SUBJECTS.filter(({ kind, id }) => kind === 'variant' && ids.includes(id));
    const results = await sweepInTurns(chapter, subjects, RUNS);
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

describe('a mistake in a right port of unusual make fails its chapter', () => {
  test.each([
    ['loss', 'log-eps-1e-10'],
    ['loss', 'log2'],
    ['model', 'softmax-max'],
  ] as const)('%s: %s', { timeout: TIMEOUT_MS }, async (chapter, mistake) => {
    const subjects = MISTAKEN.filter(({ id }) => id.endsWith(`+${mistake}`));
    const results = await sweepInTurns(chapter, subjects, RUNS);
    const unseen = subjects.filter((subject) => results[nameOf(subject)].every(({ status }) => status !== 'failed'));
    expect(subjects.length).toBe(Object.keys(OTHER_FORMS).length);
    expect(unseen).toEqual([]);
  });
});
