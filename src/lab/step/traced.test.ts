import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { placeOfAll } from '../../diff/step/place.ts';
import { failedClauses } from '../../report/failures.ts';
import { clauseStatus } from '../../report/result.ts';
import type { CollectedCheck } from '../../suite/collect.ts';
import { runVitest } from '../../suite/runSuite.ts';
import { DEFAULT_SAMPLING } from '../../suite/sampling.ts';
import { RIGHT, TRACED_MISTAKES } from './tracedPorts.ts';

// The checks of `trace` put to a port with each mistake of the forward pass: a law of the clause that the value belongs to fails.

const TIMEOUT_MS = 600_000;
const INCLUDE = ['properties/model.trace.test.ts'];
const MODULE = fileURLToPath(new URL('./tracedPorts.ts', import.meta.url));
const SINGLE = fileURLToPath(new URL('./tracedSingle.fixture.ts', import.meta.url));

async function asked(file: string, runs: number, names: readonly string[] | null): Promise<readonly CollectedCheck[]> {
  const port = { kind: 'module', file } as const;
  const sampling = { ...DEFAULT_SAMPLING, runs };
  const turns = names === null ? null : { module: MODULE, names };
  const { checks, faults } = await runVitest({
    port,
    sampling,
    chapters: ['model'],
    reporters: [],
    options: { include: INCLUDE, testTimeout: TIMEOUT_MS, provide: { port, sampling, kinds: null, turns } },
    onCheck: () => {},
  });
  expect(faults).toEqual([]);
  return checks;
}

describe('the checks of a trace', () => {
  let inTurns: readonly CollectedCheck[] = [];
  beforeAll(async () => {
    inTurns = await asked(MODULE, 30, [RIGHT, ...TRACED_MISTAKES.map(({ id }) => id)]);
  }, TIMEOUT_MS);

  /** The clauses that fail, the one that is listed first in front. */
  function failed(id: string): string[] {
    const checks = inTurns.map((check) => ({ ...check, status: check.turns?.[id]?.status ?? check.status }));
    const clauses = [...new Set(checks.map(({ clause }) => clause))].map((clause) => {
      const own = checks.filter((check) => check.clause === clause);
      return { id: clause, chapter: 'model' as const, status: clauseStatus(own), checks: own };
    });
    return failedClauses(clauses).map(({ clause }) => clause.id);
  }

  test('hold where nothing is wrong', () => expect(failed(RIGHT)).toEqual([]));

  test('hold in single precision', { timeout: TIMEOUT_MS }, async () => {
    const checks = await asked(SINGLE, DEFAULT_SAMPLING.runs, null);
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(checks.filter(({ status }) => status === 'held').length).toBeGreaterThan(20);
  });

  const dueOf = ({ place }: (typeof TRACED_MISTAKES)[number]) =>
    [place.name, ...place.or].map((name) => placeOfAll('forward', [name.replace('layer*', 'layer0')]).clause);

  test.each(TRACED_MISTAKES)('$id fails a law of the clause of $place.name', (mistake) => {
    expect(failed(mistake.id).filter((clause) => dueOf(mistake).includes(clause)).length).toBeGreaterThan(0);
  });

  test('the first clause is that of the value, but where every matrix of a layer is another one', () => {
    const others = TRACED_MISTAKES.filter((mistake) => !dueOf(mistake).includes(failed(mistake.id)[0]));
    expect(others.map(({ id }) => id)).toEqual(['layers-reversed']);
  });
});
