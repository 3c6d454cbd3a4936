import { describe, expect, test } from 'vitest';
import { applyExpected, expectedText, parseExpected } from './expectedFailures.ts';
import { conformingResult, failingResult } from './result.fixture.ts';

const ids = conformingResult().clauses.map(({ id }) => id);
const parse = (text: string) => parseExpected(text, ids, 'expected.txt');

/** random.1 and random.2 fail by a law each, the second because the port crashed. */
const failing = failingResult(['expected 1', 'PORT: ./adapter crashed with SIGSEGV (11)']);

describe('a file of expected failures', () => {
  test('is a line a clause, with kinds and reason, and remarks', () => {
    expect(parse('# remark\n\nloss.4 vector,law the last  bit\r\nloss.5 crash no memory\n')).toEqual([
      { id: 'loss.4', kinds: ['law', 'vector'], reason: 'the last  bit' },
      { id: 'loss.5', kinds: ['crash'], reason: 'no memory' },
    ]);
  });

  test.each([
    ['a clause that is not there', '\nloss.99 law why', 'expected.txt:2: there is no clause loss.99'],
    [
      'a wildcard',
      'loss.* law why',
      'expected.txt:1: there is no clause loss.*; a line names one clause, without wildcards',
    ],
    ['a clause twice', 'loss.1 law why\nloss.1 law why', 'expected.txt:2: loss.1 has a line already'],
    [
      'an unknown kind',
      'loss.1 law,typo why',
      'expected.txt:1: typo is no kind of counterexample; there are crash, diff',
    ],
    ['no reason', 'loss.1 law', 'expected.txt:1: loss.1 has no reason'],
    ['a clause alone', 'loss.1', 'expected.txt:1 is no line of the form'],
  ])('%s is a fault that names the line', (_, text, message) => {
    expect(() => parse(text)).toThrow(message);
  });
});

describe('with expected failures', () => {
  test('what fails as listed is expected, and the port conforms', () => {
    const result = applyExpected(failing, parse('random.1 law another stream\nrandom.2 crash not ours\n'));
    expect(result.verdict).toBe('conforms');
    expect(result.clauses.slice(0, 3).map(({ status, reason }) => [status, reason])).toEqual([
      ['expected-failure', 'another stream'],
      ['expected-failure', 'not ours'],
      ['held', undefined],
    ]);
  });

  test('what is not listed fails', () => {
    expect(applyExpected(failing, parse('random.1 law another stream')).verdict).toBe('does not conform');
  });

  test.each([
    ['holds', 'random.3 law why', 'random.3 was expected to fail, and is held: take its line out'],
    ['fails by another kind', 'random.2 law why', 'random.2 fails by crash, and was expected to fail by law'],
    [
      'fails by fewer kinds',
      'random.1 law,vector why',
      'random.1 fails by law, and was expected to fail by law,vector',
    ],
  ])('a listed clause that %s is a problem, and fails the run', (_, line, problem) => {
    const rest = ['random.1 law why\n', 'random.2 crash why\n'].filter((other) => !other.startsWith(line.slice(0, 8)));
    const result = applyExpected(failing, parse(rest.join('') + line));
    expect([result.problems, result.verdict]).toEqual([[problem], 'does not conform']);
  });

  test('clauses of chapters that were not run are left alone', () => {
    const part = { ...failing, clauses: failing.clauses.filter(({ chapter }) => chapter === 'loss') };
    expect(applyExpected(part, parse('random.3 law why')).verdict).toBe('conforms');
  });
});

describe('the file that a run writes', () => {
  test('expects just what failed, keeps the reasons that were known, and the lines of other chapters', () => {
    const part = { ...failing, clauses: failing.clauses.filter(({ chapter }) => chapter !== 'loss') };
    const text = expectedText(part, parse('random.1 law another stream\nrandom.3 law gone\nloss.4 law kept\n'));
    expect(text.split('\n').slice(2)).toEqual([
      'random.1 law another stream',
      'random.2 crash not explained yet',
      'loss.4 law kept',
      '',
    ]);
    expect(applyExpected(failing, parse(text).slice(0, 2)).verdict).toBe('conforms');
  });
});
