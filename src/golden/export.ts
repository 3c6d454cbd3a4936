import { jsonFloat } from '../port/json.ts';
import type { Cell, Table } from './exportTables.ts';
import { repr } from './runOutput.ts';

/** The forms that golden data are exported in. */
export const EXPORT_FORMATS = ['text', 'csv', 'jsonl'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A file to write. */
export interface ExportedFile {
  readonly name: string;
  readonly text: string;
}

/** Columns that become a text file each, one value a line: what a port reads with scanf. */
const TEXT_FILES = [
  { file: 'losses.txt', table: 'steps', column: 'loss' },
  { file: 'documents.txt', table: 'steps', column: 'document' },
  { file: 'tokens.txt', table: 'steps', column: 'tokens' },
  { file: 'initial.txt', table: 'parameters', column: 'initial' },
  { file: 'final.txt', table: 'parameters', column: 'final' },
  { file: 'names.txt', table: 'samples', column: 'name' },
  { file: 'uniforms.txt', table: 'samples', column: 'uniforms' },
] as const;

/**
 * Writes tables in another form.
 *
 * `csv`: a file a table, after RFC 4180 but for its line ends, which are LF. `jsonl`: a file a table, an object a row.
 * `text`: one value a line, lists side by side; config.txt and shapes.txt (matrix, rows, columns, in the order in which
 * initial.txt and final.txt have the parameters) have their cells side by side.
 *
 * @param tables - the canonical run
 */
export function exportTables(tables: readonly Table[], format: ExportFormat): ExportedFile[] {
  switch (format) {
    case 'csv':
      return tables.map((table) => ({ name: `${table.name}.csv`, text: csv(table) }));
    case 'jsonl':
      return tables.map((table) => ({ name: `${table.name}.jsonl`, text: jsonl(table) }));
    case 'text':
      return textFiles(tables);
  }
}

function csv({ columns, rows }: Table): string {
  return lines([columns, ...rows].map((row) => row.map((cell) => quoted(plain(cell))).join(',')));
}

function jsonl({ columns, rows }: Table): string {
  return lines(rows.map((row) => JSON.stringify(Object.fromEntries(columns.map((name, i) => [name, json(row[i])])))));
}

function textFiles(tables: readonly Table[]): ExportedFile[] {
  const columns = TEXT_FILES.map(({ file, table, column }) => ({
    name: file,
    text: lines(columnOf(tableNamed(tables, table), column).map(plain)),
  }));
  const config = tableNamed(tables, 'config').rows.map((row) => row.map(plain).join(' '));
  return [
    { name: 'config.txt', text: lines(config) },
    { name: 'shapes.txt', text: lines(shapeLines(tableNamed(tables, 'parameters'))) },
    ...columns,
  ];
}

/** `wte 27 16`: name, rows and columns of each matrix. */
function shapeLines(parameters: Table): string[] {
  const last = new Map<Cell, string>();
  for (const [matrix, row, column] of parameters.rows) last.set(matrix, `${Number(row) + 1} ${Number(column) + 1}`);
  return [...last].map(([matrix, shape]) => `${plain(matrix)} ${shape}`);
}

function tableNamed(tables: readonly Table[], name: string): Table {
  const found = tables.find((table) => table.name === name);
  if (found === undefined) throw new RangeError(`export: there is no table ${name}`);
  return found;
}

function columnOf({ columns, rows }: Table, name: string): Cell[] {
  const place = columns.indexOf(name);
  return rows.map((row) => row[place]);
}

function plain(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  return typeof cell === 'number' ? repr(cell) : cell.map(repr).join(' ');
}

function json(cell: Cell): unknown {
  if (typeof cell === 'string') return cell;
  return typeof cell === 'number' ? jsonFloat(cell) : cell.map(jsonFloat);
}

/** A CSV cell: in quotes where it holds a comma, a quote or a line end. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
