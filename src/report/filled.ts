import { stripVTControlCharacters } from 'node:util';

/** Columns of a terminal that is not asked. */
const COLUMNS = 80;
/** A word, or a command to be copied, which is kept whole: with the word behind its name, and then flags, paths and what is quoted. */
const PIECES = /[^\s\w]*npx microgpt-spec \S+(?: (?:'[^']*'\S*|\S+))?(?: (?:'[^']*'\S*|[-./\d]\S*|[A-Z]+\b\S*))*|\S+/g;

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
  let isEmpty = true;
  for (const piece of text.match(PIECES) ?? []) {
    if (!isEmpty && widthOf(line) + 1 + widthOf(piece) > columns) {
      lines.push(line);
      line = next;
      isEmpty = true;
    }
    line = isEmpty ? line + piece : `${line} ${piece}`;
    isEmpty = false;
  }
  return [...lines, line].join('\n');
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
