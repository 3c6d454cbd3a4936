/** The numbers that a process and the thread that watches it share. */
export const CELLS = {
  /** Counts operations begun and ended. */
  progress: 0,
  /** Counts rounds of the event loop. */
  beat: 1,
  /** How many operations have not ended. */
  waiting: 2,
  /** The first of them, as an index of `names`. */
  first: 3,
} as const;

/** What the thread is told at its start. */
export interface WatchOrder {
  readonly cells: Int32Array;
  readonly names: readonly string[];
  /** Milliseconds that each of them may take. */
  readonly limits: readonly number[];
  /** Milliseconds that the event loop may stand still outside of them. */
  readonly stillMs: number;
  /** Where a hang is noted. */
  readonly note: string;
}

/** What is said when a check begins. */
export interface CheckPlace {
  readonly check: string | null;
  readonly file: string;
}
