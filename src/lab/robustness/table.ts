import { markdownTable } from '../markdownTable.ts';

/** A line of the table of faults: what happened, what was due, and what came. */
export interface RobustnessRow {
  /** The kind of fault. */
  readonly kind: string;
  readonly command: string;
  readonly due: string;
  readonly came: string;
  /** Whether what came falls short of what was due. */
  readonly short: boolean;
}

/** The rows as a table. */
export function robustnessTable(rows: readonly RobustnessRow[]): string {
  return markdownTable(rows, [
    ['fault', ({ kind }) => kind],
    ['command', ({ command }) => `\`${command.replaceAll('|', '\\|')}\``],
    ['due', ({ due }) => due],
    ['came', ({ came }) => came.replaceAll('|', '\\|')],
  ]);
}
