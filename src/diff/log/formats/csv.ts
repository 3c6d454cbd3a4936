import { parseNumber } from '../../number.ts';
import { columnsOf } from './columns.ts';
import { type Format, type LineReader, MOST_DIGITS } from './format.ts';
import { Numbering } from './numbering.ts';

const DELIMITERS = [',', ';', '\t'];
/** The most columns that a header may have. */
const MOST_COLUMNS = 200;
/** The longest header. */
const MOST_HEADER = 10_000;

interface Header {
  readonly delimiter: string;
  readonly loss: number;
  /** -1 where there is no column of steps. */
  readonly step: number;
}

/** A table with a header that names a column of losses: `step,loss` and rows below. */
export const csvFormat: Format = { name: 'csv', named: true, reader: startTable };

function startTable(): LineReader {
  const numbering = new Numbering();
  let header: Header | null = null;
  return (line) => {
    header = headerOf(line) ?? header;
    if (header === null) return null;
    const cells = cellsOf(line, header.delimiter, Math.max(header.loss, header.step) + 1);
    const text = cells[header.loss]?.slice(0, MOST_DIGITS) ?? '';
    const value = parseNumber(text);
    return value === null ? null : numbering.event(cells[header.step] ?? null, value, text);
  };
}

/** A header has names alone, and among them a loss. */
function headerOf(line: string): Header | null {
  if (line.length > MOST_HEADER || !/loss/i.test(line)) return null;
  const splits = DELIMITERS.map((delimiter) => ({
    delimiter,
    names: cellsOf(line.replace(/^\s*#/, ''), delimiter, MOST_COLUMNS),
  }));
  const { delimiter, names } = splits.reduce((most, one) => (one.names.length > most.names.length ? one : most));
  const columns = columnsOf(names);
  if (columns === null || names.some((name) => parseNumber(name) !== null)) return null;
  const { loss, step } = columns;
  return { delimiter, loss: names.indexOf(loss), step: step === null ? -1 : names.indexOf(step) };
}

/** The first cells of a row, at most `count`, without quotes and white space around them. */
function cellsOf(line: string, delimiter: string, count: number): string[] {
  if (!line.includes('"')) return line.split(delimiter, count).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) {
      cells.push(cell.trim());
      cell = '';
      if (cells.length === count) return cells;
    } else cell += character;
  }
  return [...cells, cell.trim()];
}
