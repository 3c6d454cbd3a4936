import type { Header } from './header.ts';
import type { LossEvent } from './log.ts';
import type { FormatName } from './rows/row.ts';

/** Losses and samples of one run, as far as there are golden values to compare with. */
export interface RunTrace {
  /** The losses by step, from 1: one, or the different ones where the log has a step more than once. */
  readonly losses: ReadonlyMap<number, readonly LossEvent[]>;
  /** The name of each sample, from 1; the last, where the run has a sample more than once. */
  readonly samples: ReadonlyMap<number, string>;
  /** The sample whose line has no end, so that it may be cut off; null where there is none. */
  readonly unendedSample: number | null;
}

/** What a log says of a run: the first, where several went into it. */
export interface Trace extends RunTrace {
  readonly header: Header;
  /** Number of steps that the log says there are, in its first loss; null without losses, or where it does not say. */
  readonly num_steps: number | null;
  /** Lines of a step that had come before. */
  readonly repeated: number;
  /** Lines of a step smaller than that of the line before. */
  readonly outOfOrder: number;
  /** Lines of losses and samples outside the golden run. */
  readonly outside: { readonly losses: number; readonly samples: number };
  /** Whether the log counts steps from 0; they count from 1 here all the same. */
  readonly zeroBased: boolean;
  /** The form that its losses are in (spec/traces.md); null without losses. */
  readonly format: FormatName | 'pattern' | null;
  /** Losses of steps that are in the log and not in `losses`: unreadable, or in lines of another shape. */
  readonly unread: number;
  /** Whether the log is JSON that was cut off. */
  readonly isTorn: boolean;
  /** The runs behind the first. */
  readonly laterRuns: readonly RunTrace[];
  /** How the log was read, and what of it was not: a sentence each, without a full stop. */
  readonly notes: readonly string[];
  /** How a log without losses could be read: lines to print. */
  readonly advice: readonly string[];
  /** Length of the log. */
  readonly bytes: number;
  /** Whether zero bytes are in it: then it is no text. */
  readonly binary: boolean;
}
