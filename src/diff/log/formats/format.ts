import type { LogEvent } from '../log.ts';

/** The formats that are told apart by themselves. */
export const FORMAT_NAMES = ['microgpt', 'csv', 'jsonl', 'pairs', 'numbers'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

/** Reads one line after the other; null where a line says nothing in its format. */
export type LineReader = (line: string) => LogEvent | null;

/** A form in which ports print losses. */
export interface Format {
  readonly name: FormatName;
  /** Whether its lines name the loss. Lines that hold nothing but numbers count only where no line does. */
  readonly named: boolean;
  /**
   * Starts reading a log.
   *
   * @param chosen - whether the user named the format, so that doubtful lines count too
   */
  readonly reader: (chosen: boolean) => LineReader;
}

/** Characters of a loss that are kept: a double has at most 25, and a line can hold anything. */
export const MOST_DIGITS = 100;
/** Digits that a step can have. */
export const STEP_SOURCE = String.raw`\d{1,15}`;
