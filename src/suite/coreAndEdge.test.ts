import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Chapter, SPEC_CHAPTERS } from '../port/ops.ts';
import type { RunResult } from '../report/result.ts';
import { passes, verdictText } from '../report/verdict.ts';
import { specRevision } from '../spec/revisions.ts';
import { runSuite } from './runSuite.ts';
import { DEFAULT_SAMPLING } from './sampling.ts';

const FIXTURE = fileURLToPath(new URL('./loose.fixture.mjs', import.meta.url));
const RUNS = 3;
const DEADLINE_MS = 30_000;

describe('a port that trains exactly and answers otherwise where no run comes', () => {
  test('conforms in core, and fails edge checks of many clauses', async () => {
    const result = await ran('none');
    const failed = result.clauses.filter(({ status }) => status === 'failed-at-edge').map(({ id }) => id);
    expect(failed).toEqual(
      expect.arrayContaining([
        'random.2',
        'random.4',
        'dataset.2',
        'dataset.9',
        'tokenizer.7',
        'autograd.15',
        'model.5',
      ]),
    );
    expect(verdictText(result)).toMatch(/^conforms in core \(\d+ edge checks fail\)$/);
    expect(passes(result)).toBe(false);
  });

  test('passes where core alone is asked', async () => {
    const result = await ran('none', true);
    const edge = result.clauses.flatMap(({ checks }) => checks).filter(({ reach }) => reach === 'edge');
    expect(new Set(edge.map(({ status }) => status))).toEqual(new Set(['not-applicable']));
    expect(verdictText(result)).toBe('conforms in core (edge checks are not asked)');
    expect(passes(result)).toBe(true);
  });

  test.each([
    ['log-eps-1e-10', 'loss'],
    ['log2', 'loss'],
    ['softmax-max', 'model'],
  ] as const)('and has a mistake beside does not conform, even in core: %s', async (mistake, chapter) => {
    const result = await ran(mistake, true, [chapter]);
    expect(result.verdict).toBe('does not conform');
  });
});

test('no core check asks the reference what no run has, and each runs there', async () => {
  const result = await ran(null, true);
  const checks = result.clauses.flatMap((clause) => clause.checks);
  const silent = checks.filter(
    ({ reach, kind, status }) => reach === 'core' && kind !== 'differential' && status !== 'held',
  );
  expect(silent.map(({ title }) => title)).toEqual([]);
});

/** The result of the port with a mistake; of the reference where it is null. */
async function ran(
  mistake: string | null,
  core = false,
  chapters: readonly Chapter[] = SPEC_CHAPTERS,
): Promise<RunResult> {
  const command = [process.execPath, FIXTURE, mistake ?? ''];
  const outcome = await runSuite({
    port: mistake === null ? { kind: 'reference' } : { kind: 'process', command, deadline: DEADLINE_MS },
    sampling: { ...DEFAULT_SAMPLING, runs: RUNS, steps: mistake === null ? null : 20, core },
    chapters,
    required: [],
    revision: specRevision(),
    reporters: [],
    onCheck: () => {},
  });
  if (outcome.kind !== 'result') throw new Error(outcome.faults.join('\n'));
  return outcome.result;
}
