import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { CheckStatus } from '../report/result.ts';
import { runVitest } from './runSuite.ts';
import { DEFAULT_SAMPLING } from './sampling.ts';

const MANNERS = fileURLToPath(new URL('../protocol/doctor.fixture.mjs', import.meta.url));
const TEMPLATE = fileURLToPath(new URL('../adapters/js/adapter.mjs', import.meta.url));
const DEADLINE_MS = 10_000;
const RUNS = 20;

/** The clauses of the protocol's checks of one status. */
async function clauses(status: CheckStatus, ...command: readonly string[]): Promise<string[]> {
  const { checks, faults } = await runVitest({
    port: { kind: 'process', command: [process.execPath, ...command], deadline: DEADLINE_MS },
    sampling: { ...DEFAULT_SAMPLING, runs: RUNS },
    chapters: ['protocol'],
    reporters: [],
    onCheck: () => {},
  });
  expect(faults).toEqual([]);
  return checks.filter((check) => check.status === status).map(({ clause }) => clause);
}

test('an adapter as init writes it keeps its numbers and rejects surplus values', async () => {
  expect(await clauses('held', TEMPLATE)).toEqual([
    'protocol.1',
    'protocol.1',
    'protocol.1',
    'protocol.2',
    'protocol.4',
  ]);
});

test.each([
  'no-sign',
  'six-digits',
  'float',
])('an adapter whose numbers suffer by %s fails protocol.1', async (mode) => {
  expect(await clauses('failed', MANNERS, mode)).toContain('protocol.1');
});

test('an adapter that passes over surplus values fails protocol.2, and no more', async () => {
  expect(await clauses('failed', MANNERS)).toEqual(['protocol.2']);
});

test('an adapter without echo is not asked through it', async () => {
  const silent = await clauses('not-applicable', MANNERS, 'no-echo');
  expect(silent).toEqual(['protocol.1', 'protocol.1', 'protocol.1', 'protocol.3']);
});
