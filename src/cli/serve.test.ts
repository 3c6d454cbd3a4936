import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CHAPTERS } from '../port/ops.ts';
import type { PortChoice } from '../protocol/select.ts';
import { runSuite } from '../suite/runSuite.ts';
import { DEFAULT_SAMPLING } from '../suite/sampling.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const DEADLINE_MS = 30_000;
/** Inputs a law: the laws themselves are checked elsewhere, here it is the way over the wire. */
const RUNS = 10;

test('the reference behind serve passes every clause that it passes in process', async () => {
  const inProcess = await held({ kind: 'reference' });
  const served = await held({ kind: 'process', command: [process.execPath, MAIN, 'serve'], deadline: DEADLINE_MS });
  expect(inProcess.length).toBeGreaterThan(CHAPTERS.length);
  expect(served).toEqual(inProcess);
});

async function held(port: PortChoice): Promise<string[]> {
  const outcome = await runSuite({
    port,
    sampling: { ...DEFAULT_SAMPLING, runs: RUNS },
    chapters: CHAPTERS,
    reporters: [],
    onCheck: () => {},
  });
  if (outcome.kind === 'suite-fault') throw new Error(outcome.faults.join('\n'));
  return outcome.result.clauses.filter(({ status }) => status === 'held').map(({ id }) => id);
}
