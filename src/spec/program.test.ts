import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CHAPTERS } from '../port/ops.ts';
import { readChapter } from './clauses.ts';
import { expandedClauses, programLines } from './programLines.fixture.ts';
import { referenceStatements } from './referenceStatements.fixture.ts';

const PAGE = readFileSync(new URL('../../spec/program.md', import.meta.url), 'utf8');
/** Files of the reference whose statements have lines. */
const FILES = [
  'microgpt',
  'dataset',
  'tokenizer',
  'parameters',
  'model',
  'loss',
  'optimizer',
  'training',
  'inference',
] as const;
/** Functions that only keep books: the tape, and the shapes of matrices that are given. */
const BOOKKEEPING = ['createModel', 'onTape', 'checkedNames', 'vocabSize', 'rowOf'];

const ROW = /^\| (\d+) \| (.*?) \| (.*) \|$/gm;
const SPAN = /`` (.*?) ``|`([^`]+)`/g;

const lines = programLines();
const rows = [...PAGE.matchAll(ROW)].map(([, line, links, statements]) => ({
  line: Number(line),
  clauses: expandedClauses(links.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')),
  statements: statementsIn(statements),
}));

/** `**gpt** `a;` `b;`<br>**attention** `c;``, by function. */
function statementsIn(cell: string): (readonly [name: string, statements: readonly string[]])[] {
  return [...cell.matchAll(/\*\*(\w+)\*\* (.*?)(?=<br>\*\*|$)/g)].map(([, name, spans]) => [
    name,
    [...spans.matchAll(SPAN)].map(([, long, short]) => (long ?? short).replaceAll('\\|', '|')),
  ]);
}

describe('spec/program.md', () => {
  test('lines and rows are numbered alike, and have the same clauses', () => {
    expect(lines.map(({ line }) => line)).toEqual(lines.map((_, i) => i + 1));
    expect(rows.map(({ line, clauses }) => ({ line, clauses }))).toEqual(lines);
  });

  test('the number of lines is what the page says', () => {
    expect(PAGE).toContain(`microgpt.py in ${lines.length} lines`);
  });

  test.each(FILES)('every statement of the reference, %s, belongs to a line, in its function’s order', (file) => {
    const due = [...referenceStatements(file)].filter(([name]) => !BOOKKEEPING.includes(name));
    const shown = rows.flatMap(({ statements }) => statements);
    const found = due.map(([name]) => [name, shown.filter(([of]) => of === name).flatMap(([, own]) => own)]);
    expect(found).toEqual(due);
  });

  test('no line stands for a statement of another function', () => {
    const known = FILES.flatMap((file) => [...referenceStatements(file).keys()]);
    const named = rows.flatMap(({ statements }) => statements.map(([name]) => name));
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  test.each(CHAPTERS)('every clause of %s stands beside a line', (chapter) => {
    const ids = readChapter(chapter).map(({ id }) => id);
    const named = new Set(lines.flatMap(({ clauses }) => clauses));
    expect([...named].filter((id) => id.startsWith(`${chapter}.`)).toSorted()).toEqual(ids.toSorted());
  });
});
