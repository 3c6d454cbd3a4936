import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CHAPTERS } from '../port/ops.ts';

const FOLDER = new URL('./', import.meta.url);
const WIDTH = 100;
/** microgpt.py has as many lines. */
const LAST_LINE = 200;

const textOf = (file: string) => readFileSync(new URL(file, FOLDER), 'utf8');
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));

describe('the text of the reference', () => {
  test('has no line of more than 100 characters', () => {
    const long = files.flatMap((file) =>
      textOf(file)
        .split('\n')
        .filter((line) => line.length > WIDTH),
    );
    expect(files).toContain('microgpt.ts');
    expect(long).toEqual([]);
  });

  test.each(CHAPTERS)('%s names the lines of microgpt.py that it mirrors, at its head', (chapter) => {
    const head = textOf(`${chapter}.ts`).split('\nexport ')[0];
    const [, lines] = /^\/\/ microgpt\.py, lines (.*)/m.exec(head) ?? [];
    const numbers = (lines ?? '').match(/\d+/g)?.map(Number) ?? [];
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers.filter((line) => line > LAST_LINE)).toEqual([]);
  });
});
