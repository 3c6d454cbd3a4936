import { parseGrouped } from './grouped.ts';
import { type Counter, type FormatName, MOST_DIGITS, type Rank, type Row } from './row.ts';
import { countOf } from './token.ts';

/** A counter as a line has it: `1`, `1.0`, `1e0`, `1,000`; its total too, where there is one. */
export interface CounterText {
  readonly name: string;
  readonly text: string;
  readonly total: string | null;
}

const GROUPED = /^\d{1,3}(?:[.,'’_ \u00a0\u202f\u2009]\d{3})+$/;

/**
 * Makes a row of the texts that a line has.
 *
 * @param counters - what may be the step, the most telling first
 * @param text - of the loss
 */
export function rowOf(
  format: FormatName | 'pattern',
  rank: Rank,
  loss: string,
  counters: readonly CounterText[],
  text: string,
): Row {
  return {
    kind: 'row',
    format,
    rank,
    loss,
    counters: counters.map(
      ({ name, text, total }): Counter => ({
        name,
        value: wholeOf(text) ?? NaN,
        total: total === null ? null : wholeOf(total),
      }),
    ),
    value: parseGrouped(text.slice(0, MOST_DIGITS)),
    text: text.slice(0, MOST_DIGITS),
  };
}

/** A row with the name of a reference's loss that stands beside it, where one does. */
export function besideReference(row: Row, over: string | undefined): Row {
  return over === undefined ? row : { ...row, over };
}

/** A number from 0 on without fraction; null where the text is none. */
export function wholeOf(text: string): number | null {
  const value = GROUPED.test(text) ? countOf(text) : parseGrouped(text);
  return value !== null && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
