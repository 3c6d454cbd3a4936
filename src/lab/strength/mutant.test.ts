import { expect, test } from 'vitest';
import { mutantsOf, withoutSurvivors } from './mutant.ts';
import { mutationOf, scoreOf, totalOf } from './mutationReport.ts';

const REPORT = JSON.stringify({
  files: {
    'src/reference/loss.ts': {
      source: 'const a = 1;\nconst b = a +\n  2;\n',
      mutants: [
        mutant('Killed', [2, 11], [3, 4]),
        mutant('Timeout', [1, 11], [1, 12]),
        mutant('Survived', [1, 7], [1, 8]),
        mutant('NoCoverage', [2, 7], [2, 8]),
        mutant('Ignored', [2, 7], [2, 8]),
      ],
    },
  },
});

function mutant(status: string, [line, column]: [number, number], [endLine, endColumn]: [number, number]) {
  const location = { start: { line, column }, end: { line: endLine, column: endColumn } };
  return { status, mutatorName: 'ArithmeticOperator', replacement: 'x', location };
}

test('a mutant has its text and its range, over several lines too', () => {
  const [first] = mutantsOf(REPORT);
  expect(first).toMatchObject({ file: 'loss.ts', line: 2, original: 'a +\n  2', range: '2:10-3:3', status: 'killed' });
});

test('a report can be had without those that survived, so that they are asked again', () => {
  expect(mutantsOf(withoutSurvivors(REPORT)).map(({ status }) => status)).toEqual(['killed', 'timeout', 'ignored']);
});

test('a status that says nothing is an error', () => {
  expect(() => mutantsOf(REPORT.replace('"Killed"', '"Pending"'))).toThrow(/is Pending; run npm run mutation again/);
});

test('what laws leave alive is killed where another check kills it, and the wording of errors is not counted', () => {
  const mutants = mutantsOf(REPORT);
  const mutation = mutationOf('reference', mutants, ({ line }) => (line === 1 ? 'killed' : 'survived'));
  expect(mutation.ignored).toBe(1);
  expect(totalOf(mutation)).toMatchObject({ mutants: 4, killedByLaws: 2, killed: 3, equivalent: 0 });
  expect(scoreOf(totalOf(mutation))).toBe(75);
  expect(mutation.survivors).toEqual([{ file: 'loss.ts', line: 2, original: 'b', replacement: 'x', argument: null }]);
});
