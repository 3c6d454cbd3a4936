import { describe, expect, test } from 'vitest';
import { CHAPTERS } from '../../port/ops.ts';
import { CORRECT_VARIANTS } from './correctVariants.ts';
import { MISTAKES } from './mistakes.ts';
import { type Subject, subjectNamed } from './subjects.ts';
import { sweepInTurns } from './sweep.ts';
import type { BySubject } from './sweepCache.ts';

const TIMEOUT_MS = 600_000;
/** What fails at nearly any input needs few. */
const RUNS = 2;

/** Right ports that are asked as the reference is. */
const ALIKE = CORRECT_VARIANTS.filter(({ id, alone }) => !alone && !/^(only|ulp)-/.test(id)).map(({ id }) => id);

describe('a mistake in a right port of unusual make fails', () => {
  test.each(Object.entries(MISTAKES))('%s', { timeout: TIMEOUT_MS }, async (mistake, { chapter }) => {
    const subjects = [...ALIKE, 'ulp-1'].map((id) => mistaken(id, mistake));
    expect(unseen(await sweepInTurns([chapter], subjects, { runs: RUNS }))).toEqual([]);
  });

  test('in a port that claims one operation', { timeout: TIMEOUT_MS }, async () => {
    const subjects = Object.entries(MISTAKES).flatMap(([mistake, { ops }]) =>
      ops.map((op) => mistaken(`only-${op}`, mistake)),
    );
    expect(unseen(await sweepInTurns(CHAPTERS, subjects, { runs: RUNS }))).toEqual([]);
  });

  test.each([
    'typed-arrays',
    'other-key-order',
    'slow',
    'vocabulary-of-two',
    'float32',
    'float32-double-sums',
    'early',
    'squared-cosine',
    'odd-width',
  ])('in a port that is asked in its own way: %s', { timeout: TIMEOUT_MS }, async (id) => {
    const subjects = Object.keys(MISTAKES).map((mistake) => mistaken(id, mistake));
    const like = subjectNamed(`variant:${id}`);
    expect(unseen(await sweepInTurns(['loss', 'model'], subjects, { runs: RUNS, like }))).toEqual([]);
  });
});

function mistaken(id: string, mistake: string): Subject {
  return subjectNamed(`mistaken:${id}+${mistake}`);
}

/** Names of subjects of which no check failed, or each one: those that could not be made. */
function unseen(results: BySubject): string[] {
  const has = (name: string, wanted: string) => results[name].some(({ status }) => status === wanted);
  return Object.keys(results).filter((name) => !has(name, 'failed') || !has(name, 'held'));
}
