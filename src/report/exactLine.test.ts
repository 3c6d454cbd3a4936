import { expect, test } from 'vitest';
import { conformingResult } from './result.fixture.ts';
import type { CheckResult, RunResult } from './result.ts';
import { resultTable } from './table.ts';

const PLAIN = { bold: String, red: String, yellow: String, green: String };
const NOT_LOOKED_AT = 'exact by its own library: not looked at over a run, for ';

/** The check of a run's losses, as it ended. */
function ended(status: CheckResult['status'], reason?: string): RunResult {
  const result = conformingResult();
  const [first, ...rest] = result.clauses;
  const [check] = first.checks;
  const title = 'training.14 order=python: the losses of a run are the same numbers';
  const run: CheckResult = { ...check, title, status, ...(reason === undefined ? {} : { reason }) };
  return { ...result, clauses: [{ ...first, checks: [...first.checks, run] }, ...rest] };
}

test('a port that declares its order is told why that was not looked at over a run', () => {
  const { port, ...others } = ended('not-claimed', 'the port does not claim train');
  const declared: RunResult = { ...others, port: { ...port, order: 'python' } };
  expect(resultTable(declared, PLAIN)).toContain(`\n${NOT_LOOKED_AT}the port does not claim train\n`);
});

test('and one that declares none, or was asked, is told nothing of it', () => {
  const { port, ...others } = ended('held');
  expect(resultTable({ ...others, port: { ...port, order: 'python' } }, PLAIN)).not.toContain(NOT_LOOKED_AT);
  expect(resultTable(ended('not-applicable', 'the port declares no order'), PLAIN)).not.toContain(NOT_LOOKED_AT);
});
