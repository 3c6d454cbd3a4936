import { type Columns, columnsOf } from './columns.ts';
import { parseGrouped } from './grouped.ts';
import { MOST_DIGITS, type NamedSample, type Row } from './row.ts';
import { rowOf, wholeOf } from './rowOf.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
type Delimiter = (typeof DELIMITERS)[number] | 'space';
/** The most columns that a header may have. */
const MOST_COLUMNS = 200;
/** The longest header. */
const MOST_HEADER = 10_000;
/** The most words of a header that nothing but white space separates: with more it is a sentence. */
const MOST_WORDS = 12;
const WORDS = /^\s*[\p{L}_#][^\s,;|]*(?:\s+[\p{L}_#][^\s,;|]*)+\s*$/u;
const NAMES_A_COLUMN = /loss|value|nll|cost|error|objective|name|sample/i;
const HAS_FRACTION = /\d[.,]\d/;
/** Names of a column of samples, the most telling first. */
const SAMPLE_NAMES = ['name', 'text', 'generated', 'output', 'sample'];
const NO_NUMBER = /[^\d\s.,+-]/;

interface Header {
  readonly delimiter: Delimiter;
  readonly names: readonly string[];
  readonly columns: Columns | null;
  /** Columns of a table of samples: its number and its name. */
  readonly sample: { readonly index: number; readonly name: number } | null;
}

/** What a line says under a header; `tooLong` where it has more cells than that. */
export interface TableLine {
  readonly events: readonly (Row | NamedSample)[];
  readonly tooLong: { readonly cells: number; readonly header: number } | null;
  readonly isHeader: boolean;
}

/** Reads tables whose header names a column of losses or samples: CSV, Markdown, data frames as they are printed. */
export class TableReader {
  #header: Header | null = null;
  /** The steps of a table that lies on its side: `| step | 1 | 2 |`, and the losses in the row below. */
  #sideways: readonly string[] | null = null;

  /** @returns null where the line is of another kind */
  read(line: string): TableLine | null {
    const header = headerOf(line);
    if (header !== null) {
      this.#header = header;
      return { events: [], tooLong: null, isHeader: true };
    }
    const sideways = line.includes('|') ? this.#readSideways(line) : null;
    if (sideways !== null) return { events: sideways, tooLong: null, isHeader: false };
    return this.#header === null ? null : readRow(line, this.#header);
  }

  #readSideways(line: string): readonly Row[] | null {
    const [name, ...cells] = cellsOf(line, '|');
    if (cells.length < 2 || name === undefined) return null;
    const columns = columnsOf([name, 'step']);
    if (columns === null) {
      const isStep = columnsOf([name, 'loss'])?.steps.length === 1;
      this.#sideways = isStep && cells.every((cell) => wholeOf(cell) !== null) ? cells : this.#sideways;
      return null;
    }
    const steps = this.#sideways;
    if (columns.loss !== name || steps?.length !== cells.length) return null;
    return cells.map((text, i) =>
      rowOf('csv', columns.rank, name, [{ name: 'step', text: steps[i], total: null }], text),
    );
  }
}

/** A header has names alone, and among them a loss, or a sample and its name. */
function headerOf(line: string): Header | null {
  if (line.length > MOST_HEADER || !NAMES_A_COLUMN.test(line) || HAS_FRACTION.test(line)) return null;
  const bare = line.replace(/^\s*#/, '');
  const splits = DELIMITERS.map((delimiter) => ({ delimiter, names: cellsOf(bare, delimiter) }));
  const { delimiter, names } = splits.reduce((most, one) => (one.names.length > most.names.length ? one : most));
  if (names.length > MOST_COLUMNS || names.some((name) => parseGrouped(name) !== null)) return null;
  if (names.length === 1 && WORDS.test(bare)) return spacedHeader(bare.trim().split(/\s+/));
  const columns = columnsOf(names);
  const sample = sampleColumns(names);
  return columns === null && sample === null ? null : { delimiter, names, columns, sample };
}

/** A header of words alone must have the step too, and nothing that columns are not called. */
function spacedHeader(names: readonly string[]): Header | null {
  const columns = columnsOf(names);
  const isHeader = columns !== null && columns.steps.length > 0 && names.length <= MOST_WORDS;
  return isHeader ? { delimiter: 'space', names, columns, sample: null } : null;
}

function sampleColumns(names: readonly string[]): Header['sample'] {
  const keys = names.map((name) => name.trim().toLowerCase());
  const name = keys.indexOf(SAMPLE_NAMES.find((key) => keys.includes(key)) ?? '');
  const index = keys.findIndex((key, i) => i !== name && /^(?:sample|#|i|n|no\.?|index|id)$/.test(key));
  return name < 0 || index < 0 ? null : { index, name: name };
}

function readRow(line: string, header: Header): TableLine | null {
  const cells = cellsUnder(line, header);
  if (cells === null) return null;
  const { columns, sample, names } = header;
  if (cells === 'too long') {
    return {
      events: [],
      tooLong: { cells: cellsOf(line, header.delimiter).length, header: names.length },
      isHeader: false,
    };
  }
  if (columns === null)
    return sample === null ? null : { events: sampleOf(cells, sample), tooLong: null, isHeader: false };
  const cellOf = (name: string) => cells[names.indexOf(name)] ?? '';
  const text = cellOf(columns.loss).slice(0, MOST_DIGITS);
  const counters = columns.steps.map((name) => ({ name: name.trim().toLowerCase(), text: cellOf(name), total: null }));
  const isRow = counters.some((one) => wholeOf(one.text) !== null);
  const hasOther = columns.others.some((name) => parseGrouped(cellOf(name)) !== null);
  if (parseGrouped(text) === null && (!isRow || (text === '' && hasOther))) return null;
  return { events: [rowOf('csv', columns.rank, columns.loss, counters, text)], tooLong: null, isHeader: false };
}

/** The cells of a row, as many as its header has. */
function cellsUnder(line: string, { delimiter, names, columns }: Header): string[] | 'too long' | null {
  const cells = cellsOf(line, delimiter);
  if (delimiter === 'space' || delimiter === '|') {
    // A data frame is printed with the number of each row before it, which its header does not have.
    const rest =
      cells.length === names.length + 1 && wholeOf(cells[0].replace(/:$/, '')) !== null ? cells.slice(1) : cells;
    return rest.length === names.length ? rest : null;
  }
  const isLong = cells.length > names.length && cells.slice(names.length).some((cell) => cell !== '');
  if (!isLong) return cells;
  if (cells.slice(0, names.length).some((cell) => NO_NUMBER.test(cell))) return null;
  return (delimiter === ',' && columns !== null ? joinedFractions(cells, names, columns) : null) ?? 'too long';
}

/** Cells of a table whose numbers have decimal commas that nobody quoted: all but the steps are in two parts. */
function joinedFractions(cells: readonly string[], names: readonly string[], { steps }: Columns): string[] | null {
  const joined: string[] = [];
  let at = 0;
  for (const name of names) {
    joined.push(steps.includes(name) ? cells[at] : `${cells[at]},${cells[at + 1]}`);
    at += steps.includes(name) ? 1 : 2;
  }
  return at === cells.length && cells.every((cell) => /^[-+]?\d+$/.test(cell)) ? joined : null;
}

function sampleOf(cells: readonly string[], { index, name }: NonNullable<Header['sample']>): NamedSample[] {
  const number = wholeOf(cells[index] ?? '');
  return number === null || cells[name] === undefined ? [] : [{ kind: 'sample', index: number, name: cells[name] }];
}

/** The cells of a row, without quotes and white space around them. */
function cellsOf(line: string, delimiter: Delimiter): string[] {
  if (delimiter === 'space') return line.trim().split(/\s+/);
  const row = delimiter === '|' ? line.replace(/^\s*\||\|\s*$/g, '') : line;
  if (!row.includes('"')) return row.split(delimiter).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (const character of row) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += character;
  }
  return [...cells, cell.trim()];
}
