import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CHAPTERS } from '../../port/ops.ts';
import { runVitest } from '../../suite/runSuite.ts';
import { DEFAULT_SAMPLING } from '../../suite/sampling.ts';

const FIXTURE = fileURLToPath(new URL('./impostor.mjs', import.meta.url));
const DEADLINE_MS = 10_000;
/** Inputs a law: fewer than in a run, so that a law which an impostor passes by luck shows. */
const RUNS = 20;

describe('a port that knows nothing passes no clause', () => {
  test.each(['constant', 'echo', 'no'])('%s', async (mode) => {
    const { checks, faults } = await runVitest({
      port: { kind: 'process', command: [process.execPath, FIXTURE, mode], deadline: DEADLINE_MS },
      sampling: { ...DEFAULT_SAMPLING, runs: RUNS },
      chapters: CHAPTERS,
      reporters: [],
      onCheck: () => {},
    });
    const failed = new Set(checks.filter(({ status }) => status === 'failed').map(({ clause }) => clause));
    const held = checks.filter(({ status }) => status === 'held').map(({ clause }) => clause);
    const passed = held.filter((clause) => !failed.has(clause));
    expect(faults).toEqual([]);
    expect(failed.size).toBeGreaterThan(CHAPTERS.length);
    expect([...new Set(passed)]).toEqual([]);
  });
});
