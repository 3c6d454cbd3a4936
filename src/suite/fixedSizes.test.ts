import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CHAPTERS } from '../port/ops.ts';
import { runVitest } from './runSuite.ts';
import { DEFAULT_SAMPLING } from './sampling.ts';

const FIXTURE = fileURLToPath(new URL('./fixedSizes.fixture.mjs', import.meta.url));
const RUNS = 4;

test('a port with sizes fixed at compile time is asked for these only, in every chapter', async () => {
  const { checks, faults } = await runVitest({
    port: { kind: 'module', file: FIXTURE },
    sampling: { ...DEFAULT_SAMPLING, runs: RUNS },
    chapters: CHAPTERS,
    reporters: [],
    onCheck: () => {},
  });
  const held = checks.filter(({ status }) => status === 'held');
  expect(faults).toEqual([]);
  expect(checks.filter(({ status }) => status === 'failed')).toEqual([]);
  expect(new Set(held.map(({ clause }) => clause.split('.')[0]))).toEqual(new Set(CHAPTERS));
});
