import { markdownTable } from '../../markdownTable.ts';
import type { Placed } from '../placed.ts';
import { dueCell, foundCell, letterOf } from '../stagesTable.ts';
import type { ReplayedCase } from './replayedPorts.ts';

/** A rebuilt port at a start, and what was found of it. */
export interface ReplayedRow {
  readonly of: ReplayedCase;
  readonly result: Placed;
}

/** The ports that were replayed, by name; of a right one every value must hold. */
export function replayedTable(rows: readonly ReplayedRow[]): string {
  return markdownTable(rows, [
    ['port', ({ of }) => of.name],
    ['from', ({ of }) => of.at],
    ['precision', ({ of }) => of.precision],
    ['due', ({ of }) => (of.places.length === 0 ? 'nothing' : [...new Set(of.places.map(dueCell))].join('; '))],
    ['found first', ({ result }) => foundCell([result])],
    ['how', ({ of, result }) => (of.places.length === 0 && result.found.length === 0 ? 'right' : letterOf(result))],
    ['beside', ({ result }) => String(result.accused.length)],
  ]);
}
