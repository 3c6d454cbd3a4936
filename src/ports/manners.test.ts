import { describe, expect, test } from 'vitest';
import type { Chapter } from '../port/ops.ts';
import { runVitest } from '../suite/runSuite.ts';
import { DEFAULT_SAMPLING } from '../suite/sampling.ts';
import { late, NUMBER_FORMATS, SLOW } from './cManners.fixture.ts';
import { built, HAS_CC } from './cPrograms.fixture.ts';

const RUNS = 2;
/** As `run` has it by default. */
const DEADLINE_MS = 10_000;

describe.skipIf(!HAS_CC)('no check fails a right port', () => {
  test.each(Object.entries(NUMBER_FORMATS))('that prints floats %s', async (_, edits) => {
    expect(await failed([built([], edits)], ['loss', 'protocol'])).toEqual([]);
  });

  test('whose answers take a while', async () => {
    expect(await failed([built(SLOW.flags, SLOW.edits)], ['loss', 'protocol'])).toEqual([]);
  });

  test('that says hello late', async () => {
    expect(await failed(late(built([])), ['loss'])).toEqual([]);
  });
});

/** Titles of the checks that do not hold. */
async function failed(command: readonly string[], chapters: readonly Chapter[]): Promise<string[]> {
  const { checks, faults } = await runVitest({
    port: { kind: 'process', command, deadline: DEADLINE_MS },
    sampling: { ...DEFAULT_SAMPLING, runs: RUNS },
    chapters,
    reporters: [],
    onCheck: () => {},
  });
  expect(faults).toEqual([]);
  expect(checks.filter(({ status }) => status === 'held').length).toBeGreaterThan(0);
  return checks.filter(({ status }) => status === 'failed').map(({ title }) => title);
}
