/** The forms in which ports print losses, which `--format` names. */
export const FORMAT_NAMES = ['microgpt', 'csv', 'jsonl', 'pairs', 'numbers', 'json'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

/**
 * What a loss is, by what stands at it, the least telling first. `numbers`: nothing names it. `final`: of the end alone.
 * `evaluation`: of other data or an average. `reference`: another program's, by its name. `training`: of the training, beside
 * one of other data. `cost`: another word for it. `loss`: the loss of a step.
 */
export const RANKS = ['final', 'numbers', 'evaluation', 'reference', 'training', 'cost', 'loss'] as const;
export type Rank = (typeof RANKS)[number];

/** A number that may be the step of a loss. */
export interface Counter {
  /** The word for it, or how it stands: `step`, `epoch`, `1/1000`. */
  readonly name: string;
  /** NaN where it is no whole number. */
  readonly value: number;
  /** How many there are, as the log says; null where it does not. */
  readonly total: number | null;
}

/** A loss as one line shows it, with all that may be its step. */
export interface Row {
  readonly kind: 'row';
  readonly format: FormatName | 'pattern';
  readonly rank: Rank;
  /** The name of the loss: lines with another are of another shape. */
  readonly loss: string;
  readonly counters: readonly Counter[];
  /** null where the text is no number. */
  readonly value: number | null;
  /** As printed. */
  readonly text: string;
  /** The name of a reference's loss that stands beside it. */
  readonly over?: string;
  /** Whether the list that it is in begins with it: another run, where no step says otherwise. */
  readonly beginsRun?: boolean;
}

/** A sampled name as one line shows it. */
export interface NamedSample {
  readonly kind: 'sample';
  /** Counted from 1 in microgpt.py, from 0 in some ports; null where names have no numbers. */
  readonly index: number | null;
  readonly name: string;
  /** Whether it is another program's, which counts where the log has none of its own. */
  readonly ofReference?: boolean;
}

/** Reads a line; nothing where it says nothing in the reader's form. */
export type LineReader = (line: string) => readonly (Row | NamedSample)[];

/** Characters of a loss that are kept: a double has at most 25, and a line can hold anything. */
export const MOST_DIGITS = 100;
