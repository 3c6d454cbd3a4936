import type { Compared, DifferenceGrid } from './differenceGrid.ts';

/** Cells across and down that are drawn at most. */
const MOST = 64;

/** A cell of a map: an entry, or the one of a block that differs most. */
export interface Cell {
  readonly row: number;
  readonly column: number;
  readonly worst: Compared;
}

/** What is drawn of a grid. */
export interface Blocks {
  readonly rows: number;
  readonly columns: number;
  /** Entries of a cell, down and across. */
  readonly size: readonly [rows: number, columns: number];
  readonly cells: readonly Cell[];
}

/** A cell an entry; of a grid that has more than 64 rows or columns, a cell a block of entries, by its worst. */
export function blocksOf({ rows }: DifferenceGrid): Blocks {
  const width = Math.max(...rows.map(({ cells }) => cells.length));
  const size = [Math.ceil(rows.length / MOST), Math.ceil(width / MOST)] as const;
  const worst = new Map<string, Cell>();
  for (const [i, { cells }] of rows.entries()) {
    for (const [j, entry] of cells.entries()) {
      const [row, column] = [Math.floor(i / size[0]), Math.floor(j / size[1])];
      const key = `${row} ${column}`;
      const known = worst.get(key);
      if (known === undefined || entry.times > known.worst.times) worst.set(key, { row, column, worst: entry });
    }
  }
  return {
    rows: Math.ceil(rows.length / size[0]),
    columns: Math.ceil(width / size[1]),
    size,
    cells: [...worst.values()],
  };
}
