import { stripVTControlCharacters } from 'node:util';

/** Columns of a terminal that is not asked. */
const COLUMNS = 80;
/** A value of a command line: quoted, or a word. */
const VALUE = `(?:'[^']*'\\S*|"[^"]*"\\S*|\\S+)`;
/**
 * A word, or a command to be copied, which is kept whole: with what stands behind its name, and then flags with their values, paths and
 * what is quoted.
 */
const PIECES = new RegExp(
  `[^\\s\\w]*npx microgpt-spec \\S+(?: ${VALUE})?(?: (?:--[\\w-]+ ${VALUE}|'[^']*'\\S*|[-./\\d]\\S*|[A-Z]+\\b\\S*))*|\\S+`,
  'g',
);

/** How a text is filled into lines. */
export interface Filling {
  /** Stands before the first line. */
  readonly first?: string;
  /** Stands before each other line. */
  readonly next?: string;
  readonly columns?: number;
}

/**
 * A text in lines that break between words, and never within one or within a command of ours: what is longer than a line has its own.
 *
 * @param text - of one line; marks of colour count for nothing
 */
export function filled(text: string, { first = '', next = first, columns = COLUMNS }: Filling = {}): string {
  const lines: string[] = [];
  let line = first;
  let end = 0;
  for (const { 0: piece, index } of text.matchAll(PIECES)) {
    const gap = end === 0 ? '' : text.slice(end, index);
    end = index + piece.length;
    if (gap !== '' && widthOf(line + gap + piece) > columns) {
      lines.push(line);
      line = next + piece;
    } else line += gap + piece;
  }
  return [...lines, line].join('\n');
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
