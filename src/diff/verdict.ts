import type { LossComparison, SampleComparison } from './compare.ts';
import { agrees, resolves } from './comparedLoss.ts';
import type { Completeness } from './completeness.ts';
import { FLOAT32_DIGITS, isFloat32 } from './float32.ts';
import type { Judged } from './judged.ts';

/**
 * The one word that `diff` ends with (spec/traces.md).
 *
 * `exact`, `f64`, `f32`: all losses lie in that precision class, the narrowest. `printed`: they are equal as far as the
 * log's digits go, which are too few to tell the class. `diverges`: a loss or a sample differs. `different-start`: the
 * losses differ from step 1 on. `no-losses`: there is nothing to compare.
 */
export type Verdict = 'exact' | 'f64' | 'f32' | 'printed' | 'diverges' | 'different-start' | 'no-losses';

const CONFORMING: ReadonlySet<Verdict> = new Set(['exact', 'f64', 'f32', 'printed']);

/** Whether a verdict says that all losses and samples agree. */
export function isConforming(verdict: Verdict): boolean {
  return CONFORMING.has(verdict);
}

/** A verdict, and what limits it. */
export interface LimitedVerdict {
  readonly verdict: Verdict;
  readonly judged: Pick<Judged, 'steps' | 'isCut'>;
  readonly completeness: Completeness;
  /** The library of exp, ln and powers on which it was compared (`--libm`), where that is not the recorded run's. */
  readonly library?: string | undefined;
}

/** The verdict with its limits, where it conforms: on which library, how far the log could be judged, and why it is not complete. */
export function verdictText({ verdict, judged, completeness, library }: LimitedVerdict): string {
  if (!isConforming(verdict)) return verdict;
  const { reasons } = completeness;
  const limits = [
    ...(library === undefined ? [] : [`on ${library}'s exp, ln and powers`]),
    ...(judged.isCut ? [`judged to step ${judged.steps}`] : []),
    ...(reasons.length > 0 ? [`incomplete (${reasons.join('; ')})`] : []),
  ];
  return [verdict, ...limits].join(', ');
}

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

/** Step 1 differs, by a finite number, and so do most of the others: not a mistake in step 1, but another start. */
function startsElsewhere({ compared, departures }: LossComparison): boolean {
  const first = departures.f32;
  if (first?.step !== 1 || !Number.isFinite(first.delta)) return false;
  return 2 * compared.filter((loss) => !agrees('f32', loss)).length > compared.length;
}

/** The narrowest class that losses without a divergence lie in, as far as their digits tell. */
export function classOf(losses: LossComparison): 'exact' | 'f64' | 'f32' | 'printed' {
  const { compared, beyondF64 } = losses;
  if (compared.every((loss) => agrees('exact', loss))) return 'exact';
  if (beyondF64 === 0 && compared.every((loss) => resolves('f64', loss))) return 'f64';
  const isOfF32 = beyondF64 > 0 || isInFloat32(losses);
  return isOfF32 && compared.every((loss) => resolves('f32', loss)) ? 'f32' : 'printed';
}

/** Whether all losses are float32 numbers with the digits that give them back exactly. */
function isInFloat32({ compared, format }: LossComparison): boolean {
  return format.significant >= FLOAT32_DIGITS && compared.every(({ got }) => isFloat32(got));
}
