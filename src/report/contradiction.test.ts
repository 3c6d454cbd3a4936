import { describe, expect, test } from 'vitest';
import { contradictionIn } from './contradiction.ts';
import { failuresInOrder } from './failures.ts';
import { readRunResult } from './readResult.ts';
import { chapterResult, claiming, conformingResult, failingResult, withFailures } from './result.fixture.ts';
import type { ClauseResult, RunResult } from './result.ts';

const RESULT = conformingResult();
const { clauses } = RESULT;
const [first, ...rest] = clauses;

/** The result with another first clause. */
function withFirst(change: Partial<ClauseResult>): RunResult {
  return { ...RESULT, clauses: [{ ...first, ...change }, ...rest] };
}

const SOUND: readonly (readonly [string, RunResult])[] = [
  ['that conforms', RESULT],
  ['of a chapter', chapterResult('loss')],
  ['of a port that claims some', claiming(3)],
  ['that fails', failingResult(['why'])],
  ['with many failures', withFailures(30)],
  ['whose expectations are stale', { ...RESULT, verdict: 'does not conform', problems: ['loss.1 was expected'] }],
  [
    'with a failure that was expected',
    { ...failingResult(['why']), verdict: 'conforms', clauses: failingResult(['why']).clauses.map(expected) },
  ],
  [
    'of a later revision, with clauses of its own',
    { ...withFirst({ id: 'random.99', checks: [], status: 'not-applicable' }), revision: 99 },
  ],
];

const UNSOUND: readonly (readonly [string, RunResult, string])[] = [
  [
    'that says it conforms, and fails',
    { ...failingResult(['why']), verdict: 'conforms' },
    'the verdict is "conforms", and its clauses make it "does not conform"',
  ],
  [
    'that says it conforms, and claims less',
    { ...claiming(3), verdict: 'conforms' },
    'make it "conforms in what it claims"',
  ],
  [
    'whose clause is held, and its check failed',
    withFirst({ checks: failingResult(['why']).clauses[0].checks }),
    `${first.id} is said to be held, and its checks make it failed`,
  ],
  [
    'whose clause is held, without a check',
    withFirst({ checks: [] }),
    `${first.id} is said to be held, and its checks make it not-applicable`,
  ],
  [
    'with a clause that holds, and was expected to fail',
    withFirst({ status: 'expected-failure' }),
    'its checks make it held',
  ],
  ['with a clause twice', { ...RESULT, clauses: [first, ...clauses] }, `${first.id} stands there twice`],
  ['without a clause', { ...RESULT, clauses: rest }, `${first.id} is missing, which revision`],
  [
    'with a clause that is not there',
    { ...RESULT, clauses: [...clauses, { ...first, id: 'random.99' }] },
    'there is no clause random.99 in revision',
  ],
  [
    'with a clause of a chapter that was not run',
    { ...chapterResult('loss'), clauses },
    'random.1 is a clause of no chapter that was run',
  ],
  ["with another clause's check", withFirst({ checks: rest[0].checks }), `${first.id} has a check of another clause`],
  ['with a chapter twice', { ...RESULT, chapters: ['loss', 'loss'] }, 'loss stands there twice'],
  ['of a revision below 1', { ...RESULT, revision: -1 }, 'revision is -1; it must be 1 or more'],
  ['of no runs', { ...RESULT, runs: 0 }, 'runs is 0'],
  ['of negative steps', { ...RESULT, port: { ...RESULT.port, steps: -5 } }, 'port.steps is -5'],
  [
    'with more misrounded results than there are',
    { ...RESULT, libm: [{ function: 'exp x', count: 2, misrounded: 3, maxUlps: 1 }] },
    'libm: of 2 results of exp x 3 are misrounded',
  ],
  [
    'with more losses than steps',
    { ...RESULT, canonical: { losses: Array(1001).fill(3), samples: null } },
    'canonical has 1001 losses of 1000',
  ],
  [
    'with more samples than are drawn',
    { ...RESULT, canonical: { losses: null, samples: Array(21).fill('a') } },
    'canonical has 21 samples of 20',
  ],
];

describe('a result', () => {
  test.each(SOUND)('%s speaks for itself', (_, result) => expect(contradictionIn(result)).toBe(null));

  test.each(UNSOUND)('%s is refused, in one line', (_, result, message) => {
    expect(contradictionIn(result)).toContain(message);
    expect(() => readRunResult(JSON.stringify(result), 'r.json')).toThrow(
      /^r\.json: [^\n]*; write it again|^r\.json: [^\n]*: write it again/,
    );
  });
});

test('a failed check that asks an operation of a later version is put in order', () => {
  const [clause] = failingResult(['why']).clauses;
  const checks = clause.checks.map((check) => ({ ...check, ops: JSON.parse('["attention"]') }));
  expect(failuresInOrder([{ ...clause, checks }]).length).toBe(1);
});

function expected(clause: ClauseResult): ClauseResult {
  return clause.status === 'failed' ? { ...clause, status: 'expected-failure' } : clause;
}
