import { describe, expect, test } from 'vitest';
import { columnsOf } from './columns.ts';
import { matrixPage } from './page/matrixPage.ts';
import { runPage } from './page/runPage.ts';
import { chapterResult, claiming, conformingResult, failingAtEdge, failingResult, named } from './result.fixture.ts';
import type { ClauseResult } from './result.ts';
import { resultTable } from './table.ts';
import { passes, standing, verdictOf, verdictText } from './verdict.ts';

const PLAIN = { bold: String, red: String, yellow: String, green: String };
const { clauses } = conformingResult();
const partial = claiming(15);
const required = { ...partial, problems: ['loss.1 is required and not claimed'] };

describe('the verdict of a run', () => {
  test('conforms where something held, nothing failed, and every clause is claimed', () => {
    expect(verdictOf(clauses, [], false)).toBe('conforms');
    expect(verdictOf([], [], false)).toBe('does not conform');
    expect(verdictOf(failingResult(['no']).clauses, [], false)).toBe('does not conform');
    expect(verdictOf(clauses, ['loss.1 was expected to fail'], false)).toBe('does not conform');
  });

  test('is of what is claimed where a clause is not', () => {
    expect(verdictOf(partial.clauses, [], false)).toBe('conforms in what it claims');
    expect(verdictOf(claiming(0).clauses, [], false)).toBe('does not conform');
  });

  test('is of core where edge checks alone failed, or were not asked', () => {
    expect(verdictOf(failingAtEdge(2).clauses, [], false)).toBe('conforms in core');
    expect(verdictOf(clauses, [], true)).toBe('conforms in core');
    expect(verdictOf(edgeAlone(clauses), [], true)).toBe('does not conform');
    expect(verdictOf([...failingAtEdge(2).clauses, ...partial.clauses], [], false)).toBe(
      'conforms in core and in what it claims',
    );
    expect(verdictOf([...failingAtEdge(2).clauses, ...failingResult(['no']).clauses], [], false)).toBe(
      'does not conform',
    );
  });

  test('of a port to which a clause does not apply is whole', () => {
    const others = clauses.map((clause, i) => (i === 0 ? { ...clause, status: 'not-applicable' as const } : clause));
    expect(verdictOf(others, [], false)).toBe('conforms');
  });

  test.each([
    ['all of it', conformingResult(), 'conforms', 'good', true],
    [
      'a port that claims a part',
      partial,
      `conforms in what it claims (15 of ${clauses.length} clauses)`,
      'part',
      true,
    ],
    ['one chapter', chapterResult('loss'), 'conforms, chapter loss alone', 'part', true],
    ['failures at the edge', failingAtEdge(2), 'conforms in core (2 edge checks fail)', 'part', false],
    ['one at the edge', failingAtEdge(1), 'conforms in core (1 edge check fails)', 'part', false],
    [
      'core alone',
      { ...conformingResult(), core: true, verdict: 'conforms in core' },
      'conforms in core (edge checks are not asked)',
      'part',
      true,
    ],
    [
      'failures at the edge of a port that claims a part',
      { ...partial, verdict: 'conforms in core and in what it claims', clauses: edgeFailing(partial.clauses) },
      `conforms in core (1 edge check fails) and in what it claims (15 of ${clauses.length} clauses)`,
      'part',
      false,
    ],
    [
      'nothing that is claimed',
      { ...claiming(0), verdict: 'does not conform' },
      'does not conform, for no check was put to it',
      'bad',
      false,
    ],
    ['a failure', failingResult(['no']), 'does not conform', 'bad', false],
    [
      'a part where more is required',
      required,
      `conforms in what it claims (15 of ${clauses.length} clauses), and more is required`,
      'bad',
      false,
    ],
  ] as const)('says how far it goes: %s', (_, result, text, shown, good) => {
    expect([verdictText(result), standing(result), passes(result)]).toEqual([text, shown, good]);
    expect(resultTable(result, PLAIN).trimEnd().split('\n').at(-1)).toBe(`verdict: ${text}`);
    expect(runPage(result, null)).toContain(`<p class="verdict ${shown}">`);
    expect(runPage(result, null)).toContain(`mine: ${text}</title>`);
  });

  test('of several chapters names them', () => {
    const chapters = ['model', 'loss'] as const;
    expect(verdictText({ ...conformingResult(), chapters })).toBe('conforms, chapters model loss alone');
  });
});

test('a matrix counts the ports that conform in a part alone', async () => {
  const page = matrixPage(
    await columnsOf([conformingResult(), named(partial, 'other'), named(failingResult(['no']), 'third')]),
  );
  expect(page).toContain('2 of 3 conform, 1 of them in a part');
  expect(page).toContain('data-status="part"');
});

/** The same clauses, whose first fails at the edge. */
function edgeFailing(all: readonly ClauseResult[]): ClauseResult[] {
  return [failingAtEdge(1).clauses[0], ...all.slice(1)];
}

/** The same clauses, whose checks are all at the edge. */
function edgeAlone(all: readonly ClauseResult[]): ClauseResult[] {
  return all.map((clause) => ({ ...clause, checks: clause.checks.map((one) => ({ ...one, reach: 'edge' })) }));
}
