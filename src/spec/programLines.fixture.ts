import { readFileSync } from 'node:fs';

const PAGE = new URL('../../spec/program.md', import.meta.url);

/** A line of the program on one page, and the clauses that it obeys. */
export interface ProgramLine {
  readonly line: number;
  readonly clauses: readonly string[];
}

/** The lines of spec/program.md. */
export function programLines(): ProgramLine[] {
  const [, block] = readFileSync(PAGE, 'utf8').split('```');
  return block.split('\n').slice(1, -1).map(lineOf);
}

/**
 * `loss.1-3 5, model.2` is loss.1, loss.2, loss.3, loss.5 and model.2; so is `loss.1 to loss.3, loss.5, model.2`.
 *
 * @returns the ids
 */
export function expandedClauses(marks: string): string[] {
  return marks
    .replaceAll(' to ', '-')
    .split(', ')
    .flatMap((mark) => {
      const [chapter] = mark.split('.');
      const ranges = mark.replaceAll(`${chapter}.`, '').split(' ');
      return ranges.flatMap((range) => idsOf(chapter, range));
    });
}

/** `3  code   # loss.1-3 5, model.2`. */
function lineOf(text: string): ProgramLine {
  const [code, marks] = text.split('# ');
  return { line: Number.parseInt(code, 10), clauses: expandedClauses(marks) };
}

function idsOf(chapter: string, range: string): string[] {
  const [first, last = first] = range.split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, i) => `${chapter}.${first + i}`);
}
