import { withMathText } from '../report/mathText.ts';
import { fitted, type Shown } from './terminal.ts';

/** What begins a block of its own: a heading, a list's item, a row of a table, a fence, a line that is set in, a clause, a count. */
const BLOCK = /^(?:#|- |\d+\. |\||```| {4}|Checks:|[a-z]+\.\d+ |\d+ clauses)/;
const FENCE = '```';
/** A row of a table, and the one below its heads. */
const ROW = /^\|(.*)\|$/;
const RULE = /^\|[-:| ]+\|$/;
/** Cells that say themselves what they are. */
const PLAIN_CELLS = 2;

/**
 * The specification's Markdown for a terminal: formulas in characters; and where it is one, paragraphs as wide as that is, and a row of a
 * table as a list's item. To a file or a pipe it goes line by line as it was written.
 */
export function markdownText(markdown: string, stream: Shown = process.stdout): string {
  const text = withMathText(markdown);
  return stream.isTTY ? fitted(withLists(withWholeParagraphs(text.split('\n'))).join('\n'), stream, 0) : text;
}

function withWholeParagraphs(lines: readonly string[]): string[] {
  const whole: string[] = [];
  let isCode = false;
  let isOpen = false;
  for (const line of lines) {
    const isFence = line.startsWith(FENCE);
    if (isOpen && !isCode && line !== '' && !BLOCK.test(line)) whole.push(`${whole.pop()} ${line.trim()}`);
    else whole.push(line);
    if (isFence) isCode = !isCode;
    isOpen = line !== '' && !isFence && !/^(?:#|\||Checks:)/.test(line);
  }
  return whole;
}

function withLists(lines: readonly string[]): string[] {
  let heads: readonly string[] | null = null;
  return lines.flatMap((line) => {
    const cells = ROW.exec(line)?.[1]
      .split('|')
      .map((cell) => cell.trim());
    if (cells === undefined) {
      heads = null;
      return [line];
    }
    if (RULE.test(line)) return [];
    if (heads === null) {
      heads = cells;
      return [];
    }
    const named = heads;
    const told = cells.map((cell, i) => (cell === '' || i < PLAIN_CELLS ? cell : `${named[i]}: ${cell}`));
    return [`- ${told.filter((cell) => cell !== '').join('; ')}`];
  });
}
