import { cellsOf, DELIMITERS, type Delimiter } from './cells.ts';
import { type Columns, columnsOf } from './columns.ts';
import { parseGrouped } from './grouped.ts';

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
/** Before a header, where it is no name of a column itself. */
const COMMENT = /^\s*#+(?=\s*[\p{L}_"'])/u;

/** The header of a table that holds losses or samples. */
export interface Header {
  readonly delimiter: Delimiter;
  readonly names: readonly string[];
  readonly columns: Columns | null;
  /** Columns of a table of samples: its number and its name. */
  readonly sample: { readonly index: number; readonly name: number } | null;
}

/**
 * Reads a header: it has names alone, and among them a loss, or a sample and its name.
 *
 * @returns null where the line is none
 */
export function headerOf(line: string): Header | null {
  if (line.length > MOST_HEADER || !NAMES_A_COLUMN.test(line) || HAS_FRACTION.test(line)) return null;
  const bare = line.replace(COMMENT, '');
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
