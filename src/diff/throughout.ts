import { type DeviantStart, deviantRun } from '../deviations/deviantRun.ts';
import type { CompiledReference } from '../deviations/patched.ts';
import type { Explanation } from './diagnosis/explanations.ts';
import type { Target } from './diagnosis/target.ts';

/** Explanations that are followed; more than are shown is too many. */
const MOST_FOLLOWED = 5;

/**
 * Those explanations of a log's first steps that hold for all of it: with the mistake in it a run can often be judged further
 * than without.
 *
 * @param explanations - of the steps that the run without a mistake could be judged for, the best first
 * @param start - where that run starts
 * @param target - the whole log
 * @returns with the agreement over all steps; none where rounding decides in each run with a mistake too
 */
export async function throughout(
  explanations: readonly Explanation[],
  start: DeviantStart,
  target: Target,
  compiled: CompiledReference,
): Promise<Explanation[]> {
  const whole: Explanation[] = [];
  for (const explanation of explanations.slice(0, MOST_FOLLOWED)) {
    const run = await deviantRun(explanation.deviations, start, compiled);
    const losses: number[] = [];
    for (const loss of run?.losses ?? []) {
      losses.push(loss);
      if (losses.length === target.last || !target.agreesAt(losses.length, loss)) break;
    }
    const agreement = target.agreement(losses);
    if (agreement !== null) whole.push({ ...explanation, ...agreement });
  }
  return whole;
}
