import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { SPEC_CHAPTERS } from '../port/ops.ts';
import { runVitest } from '../suite/runSuite.ts';
import { DEFAULT_SAMPLING } from '../suite/sampling.ts';

const ADAPTER = fileURLToPath(new URL('./python/microgpt_adapter.py', import.meta.url));
const DEADLINE_MS = 60_000;

/** The user's own microgpt.py: it is not in the repository. Without it this one test is skipped. */
const { MICROGPT_PY } = process.env;

test.skipIf(MICROGPT_PY === undefined)('microgpt.py itself conforms (MICROGPT_PY names it)', async () => {
  const { checks, faults } = await runVitest({
    port: { kind: 'process', command: ['python3', ADAPTER, MICROGPT_PY ?? ''], deadline: DEADLINE_MS },
    sampling: DEFAULT_SAMPLING,
    chapters: SPEC_CHAPTERS,
    reporters: [],
    onCheck: () => {},
  });
  expect(faults).toEqual([]);
  expect(checks.filter(({ status }) => status === 'held').length).toBeGreaterThan(SPEC_CHAPTERS.length);
  expect(checks.filter(({ status }) => status === 'failed' || status === 'not-claimed')).toEqual([]);
});
