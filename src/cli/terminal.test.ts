import { describe, expect, test } from 'vitest';
import { markdownText } from './markdownText.ts';
import { fitted, fittedVerdict } from './terminal.ts';

const NARROW = { isTTY: true, columns: 40 };
const MARKS = { bold: String, yellow: String, red: (text: string) => `R${text}`, green: (text: string) => `G${text}` };

describe('fitted', () => {
  test('leaves all as it is that goes to a file or a pipe', () => {
    const text = 'a word '.repeat(20);
    expect(fitted(text, { isTTY: false, columns: 40 })).toBe(text);
  });

  test('breaks lines between words, and sets the rest in', () => {
    expect(fitted('first divergence: step 3: expected 3.1778, got 3.1779', NARROW)).toBe(
      'first divergence: step 3: expected\n  3.1778, got 3.1779',
    );
  });

  test('sets the rest in under what stands behind a word, or the mark of a list', () => {
    expect(fitted('    got      a value of 5, but it should be 6', NARROW)).toBe(
      '    got      a value of 5, but it should\n             be 6',
    );
    expect(fitted('- the loss is 0 exactly where p is 1, and not else', NARROW)).toBe(
      '- the loss is 0 exactly where p is 1,\n  and not else',
    );
  });

  test('keeps whole what is to be copied, code, and numbers', () => {
    const again = `    again    npx microgpt-spec run --clause 'loss.5 the loss falls' -- ./adapter`;
    const code = `\`\`\`\n${'x '.repeat(40)}\n\`\`\``;
    const number = '[0.123456789012345678,0.123456789012345678]';
    expect([again, code, number].map((text) => fitted(text, NARROW))).toEqual([again, code, number]);
  });

  test('keeps the rows of a table whole, its heading and its total among them', () => {
    const table =
      'chapter        held   checked   failed   at edge\ntotal             3        10        7         0         0';
    expect(fitted(table, NARROW)).toBe(table);
  });

  test('breaks examples between words too', () => {
    const text = '```example\nrelu([0.5, 1.5, 2.5, 3.5]) = [0.5, 1.5, 2.5]\n```';
    expect(fitted(text, NARROW)).toBe('```example\nrelu([0.5, 1.5, 2.5, 3.5]) = [0.5, 1.5,\n    2.5]\n```');
  });

  test('keeps a command within a sentence whole', () => {
    expect(fitted('next: mend it; npx microgpt-spec explain loss.3 says what', NARROW)).toBe(
      'next: mend it;\n  npx microgpt-spec explain loss.3 says\n  what',
    );
  });
});

test('a verdict is green where the status is 0, and red where it is not', () => {
  expect(fittedVerdict('losses\nverdict: f64\n', true, MARKS)).toBe('losses\nverdict: Gf64\n');
  expect(fittedVerdict('losses\nverdict: diverges\n', false, MARKS)).toBe('losses\nverdict: Rdiverges\n');
});

describe('markdownText', () => {
  const text =
    'The loss is $`-\\ln p`$ where\np is the probability of the token that\ncomes next.\n\n| | name | what |\n|---|---|---|\n| in | `p` | a number |\n';

  test('on a terminal fills paragraphs, and makes lists of tables', () => {
    expect(markdownText(text, NARROW)).toBe(
      'The loss is -ln p where p is the\nprobability of the token that comes\nnext.\n\n- in; `p`; what: a number\n',
    );
  });

  test('to a pipe has formulas in characters, and lines as they were written', () => {
    expect(markdownText(text, { isTTY: false, columns: 0 })).toBe(text.replace('$`-\\ln p`$', '-ln p'));
  });
});
