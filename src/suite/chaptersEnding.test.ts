import { expect, test } from 'vitest';
import type { RunResult } from '../report/result.ts';
import { PLAIN } from '../report/style.ts';
import { resultTable, tableSoFar } from '../report/table.ts';
import { runSuite } from './runSuite.ts';
import { DEFAULT_SAMPLING } from './sampling.ts';

const CHAPTERS = ['tokenizer', 'loss', 'inference'] as const;

test('chapters are told of as they end, in their order, and what is printed of them begins the table of all', async () => {
  const told: RunResult[] = [];
  const outcome = await runSuite({
    port: { kind: 'reference' },
    sampling: { ...DEFAULT_SAMPLING, runs: 2 },
    chapters: CHAPTERS,
    reporters: [],
    onCheck: () => {},
    onChapter: (soFar) => told.push(soFar),
  });
  if (outcome.kind !== 'result') throw new Error(outcome.faults.join('\n'));
  const chapters = told.map((soFar) => soFar.chapters);
  expect(chapters.at(-1)).toEqual(CHAPTERS);
  expect(chapters.every((some) => some.every((chapter, i) => chapter === CHAPTERS[i]))).toBe(true);
  const whole = resultTable(outcome.result, PLAIN);
  expect(told.map((soFar) => whole.startsWith(tableSoFar(soFar, PLAIN)))).toEqual(told.map(() => true));
});
