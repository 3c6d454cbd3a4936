import { historyOf, type Milestone } from './history.ts';
import { type Lineage, lineagesOf } from './lineages.ts';
import type { RunResult } from './result.ts';

/** A column of a matrix: a port in one class on one system, and what became of it over time. */
export interface Column {
  readonly lineage: Lineage;
  /** The earliest first; empty where there is but one result. */
  readonly history: readonly Milestone[];
}

/** The columns of results, those of a port side by side. */
export async function columnsOf(results: readonly RunResult[]): Promise<Column[]> {
  return Promise.all(lineagesOf(results).map(async (lineage) => ({ lineage, history: await historyOf(lineage) })));
}

/** A column in words: `microgpt.c, f32`, and its system where there are several. */
export function columnText({ lineage: { latest, system } }: Column): string {
  return [latest.port.name, latest.port.dtype, ...(system === null ? [] : [system])].join(', ');
}
