import type { KeptRow } from './groups.ts';

/** Of the lines of a counter of steps, the part that may repeat the one before: as many ranks print the same. */
const MOST_REPEATED = 0.9;
/** Part of the lines of a counter of steps that may have something else in its place. */
const MOST_BROKEN = 0.1;
/** Lines that say that a counter stays. */
const LEAST_STAYING = 3;
/** Counts rounds of many steps. */
export const EPOCH = 'epoch';

/** Why a counter is no step. */
export type Refusal = 'stays' | 'is no whole number';

/** How a counter goes on. */
export interface Sequence {
  readonly kind: 'counts' | 'starts again' | Refusal;
  /** Where it starts again. */
  readonly starts: readonly number[];
}

/**
 * Looks at how a counter goes on from row to row.
 *
 * @param isBetween - whether samples stand between two lines, which end a run
 */
export function sequenceOf(
  rows: readonly KeptRow[],
  counter: number,
  name: string,
  isBetween: (from: number, to: number) => boolean,
): Sequence {
  const starts: number[] = [];
  const broken = rows.filter(({ counters }) => Number.isNaN(counters[counter])).length;
  if (broken > MOST_BROKEN * rows.length) return { kind: 'is no whole number', starts };
  let [repeated, rising, first, last] = [0, 0, rows[0]?.counters[counter] ?? 0, rows[0]?.counters[counter] ?? 0];
  for (let i = 1; i < rows.length; i++) {
    const value = rows[i].counters[counter];
    const falls = value < last || (value === last && value === first);
    if (falls && value <= first && ((value < last && rising > 0) || isBetween(rows[i - 1].line, rows[i].line))) {
      starts.push(i);
      [first, rising] = [value, 0];
    } else if (value > last) rising++;
    else if (value === last) repeated++;
    last = value;
  }
  const isStep = name !== EPOCH;
  const stays = isStep ? rows.length >= LEAST_STAYING && repeated > MOST_REPEATED * (rows.length - 1) : repeated > 0;
  if (stays) return { kind: 'stays', starts };
  return { kind: starts.length > 0 ? 'starts again' : 'counts', starts };
}

/** Whether a counter stays while another counts, and goes on where that starts again. */
export function isOuter(rows: readonly KeptRow[], counter: number, starts: readonly number[]): boolean {
  const isStart = new Set(starts);
  return rows.every((row, i) => {
    if (i === 0) return true;
    const [before, value] = [rows[i - 1].counters[counter], row.counters[counter]];
    return isStart.has(i) ? value > before : value === before;
  });
}
