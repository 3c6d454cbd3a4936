/** Of a title in a cell. */
const MOST_CHARACTERS = 100;

type Column<T> = readonly [heading: string, cell: (row: T) => string];

/** A Markdown table, its columns padded; numbers stand on the right. */
export function markdownTable<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const cells = [columns.map(([heading]) => heading), ...rows.map((row) => columns.map(([, cell]) => cell(row)))];
  const widths = columns.map((_, i) => Math.max(3, ...cells.map((line) => line[i].length)));
  const lines = cells.map(
    (line) => `| ${line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

/** A check's title as a cell of a Markdown table: examples are as long as their arguments. */
export function titleCell(title: string): string {
  const text = title.replaceAll('|', '\\|');
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}...` : text;
}
