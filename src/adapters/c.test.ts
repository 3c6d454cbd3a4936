import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CHAPTERS } from '../port/ops.ts';
import { runVitest } from '../suite/run.ts';
import { DEFAULT_SAMPLING } from '../suite/sampling.ts';

const SOURCE = fileURLToPath(new URL('./c/microgpt.c', import.meta.url));
const FOLDER = mkdtempSync(join(tmpdir(), 'microgpt-c-'));
const DEADLINE_MS = 60_000;

/** `npm test` needs Node alone: a compiler that is missing is a visible skip there, and a failure in CI. */
const HAS_CC = spawnSync('cc', ['--version']).status === 0 || process.env.CI !== undefined;

describe.skipIf(!HAS_CC)('the C port, built with cc', () => {
  test.each([
    ['f64', []],
    ['f32', ['-DREAL=float']],
  ])('conforms in class %s', async (dtype, flags) => {
    const program = join(FOLDER, dtype);
    execFileSync('cc', ['-std=c99', '-O2', '-Wall', '-Wextra', '-Werror', ...flags, '-o', program, SOURCE, '-lm']);
    const { checks, faults } = await runVitest({
      port: { kind: 'process', command: [program], deadline: DEADLINE_MS },
      sampling: { ...DEFAULT_SAMPLING, runs: 50 },
      chapters: CHAPTERS,
      reporters: [],
      onCheck: () => {},
    });
    expect(faults).toEqual([]);
    expect(checks.filter(({ status }) => status === 'held').length).toBeGreaterThan(CHAPTERS.length);
    expect(checks.filter(({ status }) => status === 'failed' || status === 'not-claimed')).toEqual([]);
  });
});
