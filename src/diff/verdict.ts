import { agrees, type LossComparison, resolves, type SampleComparison } from './compare.ts';
import type { Trace } from './log/readLog.ts';

/**
 * The one word that `diff` ends with (spec/traces.md).
 *
 * `exact`, `f64`, `f32`: all losses lie in that precision class, the narrowest. `printed`: they are equal as far as the
 * log's digits go, which are too few to tell the class. `diverges`: a loss or a sample differs. `different-start`: the
 * losses differ from step 1 on. `no-losses`: there is nothing to compare.
 */
export type Verdict = 'exact' | 'f64' | 'f32' | 'printed' | 'diverges' | 'different-start' | 'no-losses';

/**
 * Judges a log.
 *
 * @param losses - its losses beside the golden ones
 * @param samples - its samples likewise; null where it has none, or where they are not to be judged
 * @param sameStart - whether the run is known to start as the log does
 */
export function verdictOf(losses: LossComparison, samples: SampleComparison | null, sameStart: boolean): Verdict {
  if (losses.steps === 0) return 'no-losses';
  if (losses.firstDivergence !== null) return !sameStart && startsElsewhere(losses) ? 'different-start' : 'diverges';
  if (samples !== null && samples.equal < samples.compared) return 'diverges';
  return classOf(losses);
}

/**
 * Whether a log goes on to the end of the golden run, so that its samples come from a model trained as far: whether the
 * next step that it would have shown, at the distance of its last two, lies beyond.
 *
 * @param trace - the log
 * @param num_steps - length of the golden run
 */
export function reachesEnd(trace: Trace, num_steps: number): boolean {
  const [last = 0, before = last - 1] = [...trace.losses.keys()].sort((a, b) => b - a);
  return trace.outside.losses > 0 || last + (last - before) > num_steps;
}

/** Step 1 differs, by a finite number, and so do most of the others: not a mistake in step 1, but another start. */
function startsElsewhere({ compared, divergent, firstDivergence }: LossComparison): boolean {
  return firstDivergence?.step === 1 && Number.isFinite(firstDivergence.got) && 2 * divergent > compared.length;
}

/** The narrowest class that losses without a divergence lie in, as far as their digits tell. */
export function classOf({ compared, beyondF64 }: LossComparison): 'exact' | 'f64' | 'f32' | 'printed' {
  if (compared.every((loss) => agrees('exact', loss))) return 'exact';
  if (beyondF64 === 0) return compared.every((loss) => resolves('f64', loss)) ? 'f64' : 'printed';
  return compared.every((loss) => resolves('f32', loss)) ? 'f32' : 'printed';
}
