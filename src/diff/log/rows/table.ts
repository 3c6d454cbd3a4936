import { cellsOf } from './cells.ts';
import { type Columns, columnsOf } from './columns.ts';
import { parseGrouped } from './grouped.ts';
import { MOST_DIGITS, type NamedSample, type Row } from './row.ts';
import { besideReference, rowOf, wholeOf } from './rowOf.ts';
import { type Header, headerOf } from './tableHeader.ts';

const NO_NUMBER = /[^\d\s.,+-]/;

/** What a line says under a header; `tooLong` where it has more cells than that. */
interface TableLine {
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
  const row = rowOf('csv', columns.rank, columns.loss, counters, text);
  return { events: [besideReference(row, columns.over)], tooLong: null, isHeader: false };
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
