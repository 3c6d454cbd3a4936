import type { Group, KeptRow } from './groups.ts';
import { isOuter, type Refusal, sequenceOf } from './sequence.ts';

/** Part of the lines of a bar of progress that show the loss of the line before again. */
const LEAST_SHOWN_AGAIN = 0.3;
const BAR = 'bar';

/** A row with its step, as the log counts. */
interface SteppedRow extends KeptRow {
  /** NaN where something else stands in its place. */
  readonly step: number;
}

/** The losses of one run. */
export interface SteppedRun {
  readonly rows: readonly SteppedRow[];
}

/** The losses of a log with their steps, and how these were found. */
export interface Stepped {
  /** The runs that went into the log one after the other. */
  readonly runs: readonly SteppedRun[];
  readonly num_steps: number | null;
  /** The counter that is the step; null where rows are counted. */
  readonly counter: string | null;
  /** The counter of rounds, in each of which the step starts again. */
  readonly rounds: string | null;
  /** Counters that are no step. */
  readonly refused: readonly { readonly name: string; readonly why: Refusal }[];
}

/**
 * Finds the steps of losses: by the counter that counts, by two of which one starts again where the other goes on, or
 * else by counting rows.
 *
 * @param isBetween - whether samples stand between two lines, which end a run
 */
export function steppedRows(group: Group, isBetween: (from: number, to: number) => boolean): Stepped {
  const rows = group.counters[0]?.name === BAR ? withoutShownAgain(group.rows) : group.rows;
  const sequences = group.counters.map(({ name }, i) => sequenceOf(rows, i, name, isBetween));
  const refused: { name: string; why: Refusal }[] = [];
  const counting = sequences.findIndex(({ kind }) => kind === 'counts');
  if (counting >= 0) {
    const { name, total } = group.counters[counting];
    return { runs: [run(rows, counting)], num_steps: total, counter: name, rounds: null, refused };
  }
  for (const [i, { kind, starts }] of sequences.entries()) {
    const { name, total } = group.counters[i];
    if (kind === 'starts again') {
      const outer = group.counters.findIndex((_, j) => j !== i && isOuter(rows, j, starts));
      if (outer >= 0) return { ...joined(group, rows, i, outer, starts), refused };
      const begins = [0, ...starts];
      const runs = begins.map((begin, k) => run(rows.slice(begin, begins[k + 1]), i));
      return { runs, num_steps: total, counter: name, rounds: null, refused };
    }
    if (kind !== 'counts') refused.push({ name, why: kind });
  }
  const begins = [0, ...rows.flatMap(({ beginsRun }, i) => (beginsRun && i > 0 ? [i] : []))];
  const counted = begins.map((begin, k) => ({
    rows: rows.slice(begin, begins[k + 1]).map((row, i) => ({ ...row, step: i + 1 })),
  }));
  return { runs: counted, num_steps: null, counter: null, rounds: null, refused };
}

function run(rows: readonly KeptRow[], counter: number): SteppedRun {
  return { rows: rows.map((row) => ({ ...row, step: row.counters[counter] })) };
}

/** Epochs joined: the steps of each stand behind those of the one before. */
function joined(
  { counters }: Group,
  rows: readonly KeptRow[],
  inner: number,
  outer: number,
  starts: readonly number[],
): Omit<Stepped, 'refused'> {
  const values = rows.map((row) => row.counters[inner]);
  const base = Math.min(1, ...values);
  // The last round may be cut off: the ones before it are whole.
  const longest = values.slice(0, starts.at(-1)).reduce((most, value) => Math.max(most, value), 0) - base + 1;
  const length = counters[inner].total ?? longest;
  const firstRound = Math.min(1, rows[0].counters[outer]);
  const stepped = rows.map((row) => ({
    ...row,
    step: (row.counters[outer] - firstRound) * length + row.counters[inner],
  }));
  const rounds = counters[outer].total;
  return {
    runs: [{ rows: stepped }],
    num_steps: rounds === null || counters[inner].total === null ? null : rounds * length,
    counter: counters[inner].name,
    rounds: counters[outer].name,
  };
}

/** A bar shows the loss of the step before until the next is there: each loss counts where it comes first. */
function withoutShownAgain(rows: readonly KeptRow[]): readonly KeptRow[] {
  const fresh = rows.filter(({ text }, i) => text !== rows[i - 1]?.text);
  return rows.length - fresh.length >= LEAST_SHOWN_AGAIN * rows.length ? fresh : rows;
}
