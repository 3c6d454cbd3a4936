import type { Reading } from './reading.ts';

/** What the worker that trains says of itself. */
export interface LiveState {
  /** The loss of each step so far, and of each that is due, in nats. */
  readonly losses: readonly number[];
  readonly due: readonly number[];
  /** How many of them lie outside float64's class. */
  readonly outside: number;
  readonly isTraining: boolean;
  /** Of the name that was typed last. */
  readonly reading: Reading;
}
