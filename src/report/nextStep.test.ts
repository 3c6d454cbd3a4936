import { describe, expect, test } from 'vitest';
import { nextStep } from './nextStep.ts';
import { chapterResult, conformingResult, failingResult } from './result.fixture.ts';
import type { ClauseResult } from './result.ts';

describe('what is next', () => {
  test('behind failures is the clause that stands first', () => {
    expect(nextStep(failingResult(['wrong']))).toMatch(
      /^mend random\.1 first; "again" asks it alone, .* explain random\.1 /,
    );
  });

  test.each([
    [
      'something is kept',
      'right when asked alone: something is kept from one request to the next (protocol.4)\nx',
      /^mend protocol\.4 first.*asks the chapter/,
    ],
    [
      'a failure did not come when it was asked once more',
      'PORT: ./adapter exited\n  again    npx microgpt-spec run --chapter random --seed 43 --runs 100 -- ./adapter',
      /^mend random\.1 first; "again" asks the chapter, for asked once more it held/,
    ],
    [
      'a request was not sent',
      'x\n  asked    softmax was not sent',
      /^mend random\.1 first; "again" asks the check that was not answered in time/,
    ],
  ])('where %s', (_, text, next) => {
    expect(nextStep(failingResult([text]))).toMatch(next);
  });

  test('where numbers do not come back as they were sent, doctor is', () => {
    const failing = failingResult(['wrong']);
    const [one] = failing.clauses;
    const title = 'protocol.1 echo gives finite numbers back, with the sign of 0';
    const checks = [{ ...one.checks[0], title, status: 'failed', reach: 'edge', ops: [] } as const];
    const echo: ClauseResult = { ...one, id: 'protocol.1', chapter: 'protocol', status: 'failed-at-edge', checks };
    expect(nextStep({ ...failing, clauses: [...failing.clauses, echo] })).toMatch(
      /^see to protocol\.1: .*doctor.*; then mend random\.1/,
    );
  });

  test('behind a part is the rest', () => {
    expect(nextStep(chapterResult('loss'))).toBe('the rest: leave --chapter and --clause out');
  });

  test('behind what is claimed is the easiest operation that checks wait for', () => {
    const { clauses, ...result } = conformingResult();
    const unclaimed = (clause: ClauseResult, op: 'linear' | 'softmax'): ClauseResult => ({
      ...clause,
      status: 'not-claimed',
      checks: clause.checks.map((check) => ({ ...check, ops: [op], status: 'not-claimed', reason: '' })),
    });
    const [first, second, third, ...rest] = clauses;
    const waiting = [unclaimed(first, 'linear'), unclaimed(second, 'linear'), unclaimed(third, 'softmax'), ...rest];
    expect(nextStep({ ...result, verdict: 'conforms in what it claims', clauses: waiting })).toMatch(
      /^claim softmax, which one more check asks for/,
    );
  });

  test('behind what a port gives its reasons for are the reasons', () => {
    const { clauses, ...result } = conformingResult();
    const [first, ...rest] = clauses;
    const reason = 'the port does not claim random: no import of random';
    const checks = first.checks.map((check) => ({ ...check, status: 'not-claimed', reason }) as const);
    const partly = [{ ...first, status: 'not-claimed', checks } as const, ...rest];
    expect(nextStep({ ...result, verdict: 'conforms in what it claims', clauses: partly })).toMatch(/stands above$/);
  });

  test('behind what is claimed is never what is optional', () => {
    const { clauses, ...result } = conformingResult();
    const [first, ...rest] = clauses;
    const [check] = first.checks;
    const unclaimed = { ...check, status: 'not-claimed' } as const;
    const reasoned = { ...unclaimed, reason: 'the port does not claim random: no import of random' };
    const optional = { ...unclaimed, ops: ['trace'] as const, reason: 'the port does not claim trace' };
    const partly = [{ ...first, status: 'not-claimed', checks: [reasoned, optional] } as const, ...rest];
    expect(nextStep({ ...result, verdict: 'conforms in what it claims', clauses: partly })).toMatch(/stands above$/);
  });

  test('behind all of a port is to keep it so, and behind the reference a port', () => {
    const { port, ...result } = conformingResult();
    expect(nextStep({ port, ...result })).toMatch(/init ci/);
    const { command: _, ...reference } = port;
    expect(nextStep({ ...result, port: reference })).toMatch(/run -- \.\/adapter/);
  });

  test('where nothing applies is what to claim', () => {
    const result = conformingResult();
    const clauses = result.clauses.map((clause): ClauseResult => ({ ...clause, status: 'not-claimed', checks: [] }));
    expect(nextStep({ ...result, verdict: 'does not conform', clauses })).toMatch(/ops=softmax is the easiest/);
  });
});
