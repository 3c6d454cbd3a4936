import { expect, test } from 'vitest';
import { alongLengths } from './alongLengths.ts';

const alike = (a: string, b: string) => a === b;

/** Answers, and the indices that were asked for. */
async function asked(answers: readonly string[]): Promise<[string[], number[]]> {
  const indices: number[] = [];
  const given = await alongLengths(
    answers.length,
    async (index) => {
      indices.push(index);
      return answers[index];
    },
    alike,
  );
  return [given, indices];
}

test('what lies between two answers that are alike is not asked for', async () => {
  expect(await asked(['n', 'n', 'n', 'n'])).toEqual([
    ['n', 'n', 'n', 'n'],
    [0, 3],
  ]);
  expect(await asked(['n', 'n', 'n', 'e'])).toEqual([
    ['n', 'n', 'n', 'e'],
    [0, 3, 2],
  ]);
});

test.each(['nnee', 'neee', 'nsue', 'nuee'])('%s is what was answered, in order', async (letters) => {
  const [given] = await asked([...letters]);
  expect(given.join('')).toBe(letters);
});
