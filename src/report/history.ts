import type { Verdict } from '../diff/verdict.ts';
import { canonicalDiff } from './canonicalDiff.ts';
import { dayOf } from './date.ts';
import { allOf, type Lineage } from './lineages.ts';
import type { RunResult } from './result.ts';

/** A result of a port that has others before or behind it. */
export interface Milestone {
  readonly result: RunResult;
  /** Its version, and the day of it where others have the same. */
  readonly name: string;
  /** The strictest class that all losses of its canonical run lie in, or what they do instead; null where it was not asked to train. */
  readonly losses: Verdict | null;
}

const QUIET = { diagnosis: 'none', onProgress: () => {} } as const;

/**
 * What became of a port over time.
 *
 * @returns its results, the earliest first; empty where there is but one
 */
export async function historyOf(lineage: Lineage): Promise<Milestone[]> {
  if (lineage.earlier.length === 0) return [];
  const results = allOf(lineage);
  return Promise.all(
    results.map(async (result) => ({
      result,
      name: nameAmong(result, results),
      losses: (await canonicalDiff({ ...result.canonical, samples: null }, QUIET))?.verdict ?? null,
    })),
  );
}

function nameAmong({ port, date }: RunResult, results: readonly RunResult[]): string {
  const isAlone = results.filter((other) => other.port.version === port.version).length === 1;
  return isAlone || date === undefined ? port.version : `${port.version} (${dayOf(date)})`;
}
