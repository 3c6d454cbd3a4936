import { describe, expect, test } from 'vitest';
import { matrixPage } from './page/matrixPage.ts';
import { runPage } from './page/runPage.ts';
import { chapterResult, claiming, conformingResult, failingResult, named } from './result.fixture.ts';
import { resultTable } from './table.ts';
import { passes, standing, verdictOf, verdictText } from './verdict.ts';

const PLAIN = { bold: String, red: String, yellow: String };
const { clauses } = conformingResult();
const partial = claiming(15);
const required = { ...partial, problems: ['loss.1 is required and not claimed'] };

describe('the verdict of a run', () => {
  test('conforms where something held, nothing failed, and every clause is claimed', () => {
    expect(verdictOf(clauses, [])).toBe('conforms');
    expect(verdictOf([], [])).toBe('does not conform');
    expect(verdictOf(failingResult(['no']).clauses, [])).toBe('does not conform');
    expect(verdictOf(clauses, ['loss.1 was expected to fail'])).toBe('does not conform');
  });

  test('is of what is claimed where a clause is not', () => {
    expect(verdictOf(partial.clauses, [])).toBe('conforms in what it claims');
    expect(verdictOf(claiming(0).clauses, [])).toBe('does not conform');
  });

  test('of a port to which a clause does not apply is whole', () => {
    const others = clauses.map((clause, i) => (i === 0 ? { ...clause, status: 'not-applicable' as const } : clause));
    expect(verdictOf(others, [])).toBe('conforms');
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

test('a matrix counts the ports that conform in a part alone', () => {
  const page = matrixPage([conformingResult(), named(partial, 'other'), named(failingResult(['no']), 'third')]);
  expect(page).toContain('2 of 3 conform, 1 of them in a part');
  expect(page).toContain('data-status="part"');
});
