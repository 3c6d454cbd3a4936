import { owned } from '../text/owned.ts';
import type { FormatName } from './row.ts';
import { RANKS, type Row } from './row.ts';

/** Shapes of lines that are told apart. */
const MOST_GROUPS = 64;
/** Rows that are kept of a shape, and of all together, for each step that is. */
const ROWS_A_STEP = 4;
const ALL_ROWS_A_STEP = 12;
/** Characters of a line that are kept to show it. */
const MOST_SHOWN = 200;

/** A row with its line. */
export interface KeptRow {
  readonly line: number;
  /** null where the text is no number. */
  readonly value: number | null;
  readonly text: string;
  /** As many as the group has counters. */
  readonly counters: readonly number[];
  /** Whether a list of losses begins with it. */
  readonly beginsRun?: boolean;
}

/** The losses in lines of one shape: of one form, with one name for the loss and the same counters. */
export interface Group {
  readonly format: FormatName | 'pattern';
  readonly rank: Row['rank'];
  readonly loss: string;
  readonly counters: readonly { readonly name: string; readonly total: number | null }[];
  /** The first line, to show the shape. */
  readonly example: string;
  readonly rows: KeptRow[];
  /** The name of a reference's loss that stands beside it; null where there is none. */
  readonly over: string | null;
  /** Rows that were not kept. */
  beyond: number;
  /** Whether the last row stands behind the last line end: its digits may be cut off. */
  isUnended: boolean;
}

/** Sorts the losses of a log by the shape of their lines, in bounded memory. */
export class Groups {
  readonly #byShape = new Map<string, Group>();
  readonly #mostSteps: number;
  #kept = 0;
  /** Whether a line has named its loss so far: then numbers without a name say nothing. */
  #isNamed = false;

  /** @param mostSteps - steps that are kept of the log */
  constructor(mostSteps: number) {
    this.#mostSteps = mostSteps;
  }

  /**
   * Takes a row.
   *
   * @param at - number of its line
   * @param line - the line itself
   * @param isEnded - whether a line end followed it
   */
  add(row: Row, at: number, line: string, isEnded: boolean): void {
    const shape = `${row.format} ${row.rank} ${row.loss} ${row.counters.map(({ name }) => name).join()}`;
    const group = this.#byShape.get(shape) ?? this.#begin(shape, row, line);
    if (group === null) return;
    group.isUnended = !isEnded;
    if (row.rank === 'loss' && !this.#isNamed) this.#dropUnnamed();
    const isNoise = row.rank === 'numbers' && this.#isNamed;
    const isFull =
      group.rows.length >= ROWS_A_STEP * this.#mostSteps || this.#kept >= ALL_ROWS_A_STEP * this.#mostSteps;
    if (isNoise || isFull) {
      group.beyond++;
      return;
    }
    this.#kept++;
    const { value, text, counters, beginsRun } = row;
    const kept = { line: at, value, text: owned(text), counters: counters.map((counter) => counter.value) };
    group.rows.push(beginsRun ? { ...kept, beginsRun } : kept);
  }

  /** All groups, the one that has the log first: the most telling, and among equals the one with the most losses. */
  sorted(): Group[] {
    return [...this.#byShape.values()].sort((a, b) => rankOf(b) - rankOf(a) || sizeOf(b) - sizeOf(a));
  }

  /** Whether there was no row. */
  get isEmpty(): boolean {
    return this.#byShape.size === 0;
  }

  get isNamed(): boolean {
    return this.#isNamed;
  }

  #dropUnnamed(): void {
    this.#isNamed = true;
    for (const group of this.#byShape.values()) {
      if (group.rank !== 'numbers') continue;
      group.beyond += group.rows.length;
      this.#kept -= group.rows.length;
      group.rows.length = 0;
    }
  }

  #begin(shape: string, { format, rank, loss, counters, over }: Row, line: string): Group | null {
    if (this.#byShape.size === MOST_GROUPS) return null;
    const group: Group = {
      format,
      rank,
      loss: owned(loss),
      counters: counters.map(({ name, total }) => ({ name: owned(name), total })),
      example: owned(line.slice(0, MOST_SHOWN)),
      rows: [],
      over: over === undefined ? null : owned(over),
      beyond: 0,
      isUnended: false,
    };
    this.#byShape.set(shape, group);
    return group;
  }
}

/** How many losses a group has. */
export function sizeOf({ rows, beyond }: Group): number {
  return rows.length + beyond;
}

/** One loss by name without a step, between many others, is a remark and no log. */
function rankOf(group: Group): number {
  const isByName = group.rank === 'loss' || group.rank === 'reference';
  const isRemark = isByName && group.counters.length === 0 && sizeOf(group) === 1;
  return isRemark ? RANKS.indexOf('final') : RANKS.indexOf(group.rank);
}
