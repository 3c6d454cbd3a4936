import { describe, expect, test } from 'vitest';
import { codeText, coveredFile, linesOf, rangesText, shareText } from './coveredCode.ts';

const counts = new Map([
  [9, 0],
  [1, 2],
  [3, 0],
  [5, 0],
  [7, 1],
]);

describe('coveredFile', () => {
  test('counts lines, and joins those that no clause reaches up to one that ran', () => {
    const { lines, reached, unreached } = coveredFile('port.c', counts, null);
    expect([lines, reached, unreached]).toEqual([
      5,
      2,
      [
        [3, 5],
        [9, 9],
      ],
    ]);
    expect(rangesText(unreached)).toBe('3-5, 9');
  });

  test('of no line is nothing, and no whole', () => {
    expect(linesOf([coveredFile('empty.c', new Map(), null)])).toEqual({ lines: 0, reached: 0, percent: 0 });
  });
});

describe('codeText', () => {
  test('is a table of 80 columns that breaks between ranges', () => {
    const many = new Map(Array.from({ length: 200 }, (_, i) => [i + 1, i % 2]));
    const text = codeText([coveredFile('src/port.c', many, null), coveredFile('a'.repeat(60), counts, null)]);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text).toMatch(/^src\/port\.c +200 +100 +50\.0 %\n {2}no clause reaches 1, 3, 5, /m);
    expect(text).toMatch(/^total +205 +102 +49\.8 %$/m);
  });
});

test('a share is 100 % only where no line is left', () => {
  expect([9999, 10_000].map((reached) => shareText({ lines: 10_000, reached, percent: reached / 100 }))).toEqual([
    '99.9 %',
    '100 %',
  ]);
});
