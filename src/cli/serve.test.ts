import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { SPEC_CHAPTERS } from '../port/ops.ts';
import { readSpec } from '../spec/clauses.ts';
import { runSuite } from '../suite/runSuite.ts';
import { DEFAULT_SAMPLING } from '../suite/sampling.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const DEADLINE_MS = 30_000;
/** Inputs a law: the laws themselves are checked elsewhere, here it is the way over the wire. */
const RUNS = 3;
/** What only the reference itself is asked: the text of its log, and what the protocol leaves open. */
const IN_PROCESS = ['training.15', 'protocol.3'];

test('the reference behind serve passes every clause that a port in another process is asked', async () => {
  const outcome = await runSuite({
    port: { kind: 'process', command: [process.execPath, MAIN, 'serve'], deadline: DEADLINE_MS },
    sampling: { ...DEFAULT_SAMPLING, runs: RUNS },
    chapters: SPEC_CHAPTERS,
    reporters: [],
    onCheck: () => {},
  });
  const clauses = outcome.kind === 'result' ? outcome.result.clauses : [];
  expect(outcome).toMatchObject({ kind: 'result' });
  const asked = readSpec().map(({ id }) => id);
  expect(clauses.filter(({ status }) => status === 'held').map(({ id }) => id)).toEqual(
    asked.filter((id) => !IN_PROCESS.includes(id)),
  );
  expect(clauses.filter(({ status }) => status === 'not-applicable').map(({ id }) => id)).toEqual(IN_PROCESS);
});
