import { describe, expect, test } from 'vitest';
import { readSpec } from '../spec/clauses.ts';
import { clauseCoverage, coverageText } from './clauseCoverage.ts';
import { conformingResult, failingResult } from './result.fixture.ts';

describe('clauseCoverage', () => {
  test('counts clauses claimed, checked and held, by chapter', () => {
    const { chapters } = clauseCoverage(failingResult(['no']));
    expect(chapters[0]).toEqual({
      chapter: 'random',
      clauses: 14,
      claimed: 14,
      checked: 14,
      held: 13,
      checks: 14,
      core: 14,
      edge: 0,
    });
    expect(chapters.at(-1)).toMatchObject({ chapter: 'total', held: readSpec().length - 1 });
  });

  test('says of a clause which checks reach it', () => {
    const [first] = clauseCoverage(conformingResult()).clauses;
    expect([first.checks, first.unreached]).toEqual([
      [{ title: 'random.1 what it says', kind: 'law', reach: 'core', status: 'held' }],
      null,
    ]);
  });

  test('says why no check reaches one: not claimed, not applicable, not run, or not to be checked at all', () => {
    const result = conformingResult();
    const [one, two] = result.clauses;
    const without = (clause: typeof one, status: 'not-claimed' | 'not-applicable') => ({
      ...clause,
      status,
      checks: clause.checks.map((check) => ({ ...check, status })),
    });
    const spec = readSpec().slice(0, 4);
    const coverage = clauseCoverage(
      { ...result, clauses: [without(one, 'not-claimed'), without(two, 'not-applicable')] },
      spec.map((clause) => (clause.id === 'random.4' ? { ...clause, uncheckable: 'it is a wish' } : clause)),
    );
    expect(coverage.clauses.map(({ unreached }) => unreached)).toEqual([
      'the port does not claim all that its checks ask: random',
      'its checks do not apply to this port',
      'it was not run',
      'it is a wish',
    ]);
    expect(coverageText(coverage)).toContain('not run: 1 of the 4 clauses of random\n');
  });

  test('does not name what is optional among what a port does not claim', () => {
    const { clauses, ...result } = conformingResult();
    const [clause] = clauses;
    const [check] = clause.checks;
    const unclaimed = { ...check, status: 'not-claimed' } as const;
    const checks = [unclaimed, { ...unclaimed, ops: ['trace', 'random'] as const }];
    const [covered] = clauseCoverage({ ...result, clauses: [{ ...clause, status: 'not-claimed', checks }] }).clauses;
    expect(covered.unreached).toBe('the port does not claim all that its checks ask: random');
  });

  test('of all clauses says that nothing is left', () => {
    expect(coverageText(clauseCoverage(conformingResult()))).toContain('\nevery clause is reached by a check\n');
  });
});
