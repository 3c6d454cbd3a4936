import { markdownTable } from '../../markdownTable.ts';
import type { Precision } from '../placed.ts';

/** What was judged of a right port. */
export interface RightRow {
  readonly name: string;
  readonly precision: Precision;
  /** How many starts it was given. */
  readonly runs: number;
  /** How many values held. */
  readonly held: number;
  /** Values that were given and did not hold. */
  readonly others: readonly string[];
}

export function rightTable(rows: readonly RightRow[]): string {
  return markdownTable(rows, [
    ['right port', ({ name }) => name],
    ['precision', ({ precision }) => precision],
    ['starts', ({ runs }) => String(runs)],
    ['values that held', ({ held }) => String(held)],
    ['that did not', ({ others }) => (others.length === 0 ? '0' : `${others.length}: ${others[0]}`)],
  ]);
}
