import type { CanonicalRun } from './canonicalRun.ts';
import { type Difference, deltasOf } from './difference.ts';
import type { Growth } from './measurements.ts';
import type { WholeRun } from './wholeRun.ts';

/** What the figure of growth shows, in its order. */
export const GROWING = [
  'reference',
  'log-eps-1e-10',
  'f32',
  'f32-ulp',
  'relative-1e-6',
  'log-eps-1e-8',
  'learning-rate-end',
  'adam-eps-inside',
];
/** Steps at which growth is noted, beside the first. */
const GROWTH_STEPS = 20;
const EARLY_GROWTH = [1, 2, 3, 4, 6, 8, 10, 14];

/** A run, and how far it is from the recorded one. */
export interface Measured {
  readonly whole: WholeRun;
  readonly difference: Difference;
}

/** The course of the worst run. */
export function growthOf(
  canonical: CanonicalRun,
  { id, title }: { id: string; title: string },
  runs: readonly Measured[],
): Growth {
  const worst = runs.reduce((a, b) => (b.difference.maxDelta > a.difference.maxDelta ? b : a));
  const points: Record<number, number> = {};
  let most = 0;
  for (const [i, delta] of deltasOf(canonical, worst.whole.losses).entries()) {
    most = Math.max(most, delta);
    const step = i + 1;
    if (EARLY_GROWTH.includes(step) || step % GROWTH_STEPS === 0) points[step] = most;
  }
  return { id, title, points };
}
