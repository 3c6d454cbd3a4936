import type { DeviantStart } from '../../deviations/deviantRun.ts';
import type { Deviation } from '../../deviations/deviation.ts';
import { type Candidates, candidatesFor, choices, type Given } from './candidates.ts';
import { canChoose } from './evidence.ts';
import type { Front } from './front.ts';
import type { Target } from './target.ts';
import { type Explanation, type TrialOptions, Trials } from './trials.ts';

/** What the search found. */
export interface Diagnosis {
  /** Those that agree with all losses of the log, the best first; none where no known mistake does. */
  readonly explanations: readonly Explanation[];
  /** How many mistakes and combinations were tried. */
  readonly tried: number;
  /**
   * How far the search came: nowhere, since the log says too little; single mistakes; all combinations that it looks for,
   * or as many as the time allowed.
   */
  readonly extent: 'too-short' | 'singles' | 'combinations' | 'time';
  /** Whether the log says enough to look for combinations, and they were left out. */
  readonly more: boolean;
}

export interface SearchOptions extends TrialOptions {
  readonly given: Given;
  /** Single mistakes only. */
  readonly quick: boolean;
  /** Milliseconds for all of it. */
  readonly budget: number;
}

/** Deviations in one explanation at most, beside the dialect. */
const MOST_TOGETHER = 3;

/**
 * Names the known mistakes that explain a log which the reference does not.
 *
 * The search is staged, because step 1 sees only the start and the forward pass: what is before the gradient (a front)
 * is kept only where it agrees with the log's first losses, and what comes behind it (a back: Adam) is tried on those.
 * First every mistake alone, then pairs and triples; it ends at the first stage that explains the log, and nothing is
 * named that does not agree with all of it.
 */
export async function diagnose(start: DeviantStart, target: Target, options: SearchOptions): Promise<Diagnosis> {
  const candidates = candidatesFor(options.given);
  const trials = new Trials(start, target, options);
  const canTell = (size: number) =>
    canChoose(target.bits, (candidates.fronts.length + candidates.backs.length) ** size);
  const diagnosis = (extent: Diagnosis['extent']) => ({
    explanations: trials.explanations,
    tried: trials.count,
    extent,
    more: extent === 'singles' && options.quick && canTell(2),
  });
  if (!canTell(1)) return diagnosis('too-short');
  trials.deadline = performance.now() + options.budget;
  const begun = await trials.fronts([[], ...candidates.fronts.map((front) => [front])]);
  await trials.behind(begun.filter(isBare), candidates.backs, 1);
  if (trials.isLate && trials.explanations.length === 0) return diagnosis('time');
  if (trials.explanations.length > 0 || options.quick || !canTell(2)) return diagnosis('singles');
  for (const stage of stages(trials, candidates, begun, canTell(MOST_TOGETHER))) {
    await stage();
    if (trials.explanations.length > 0) break;
    if (trials.isLate) return diagnosis('time');
  }
  return diagnosis('combinations');
}

/** Combinations, the likely and cheap ones first. */
function* stages(
  trials: Trials,
  { fronts: all, backs, dialects }: Candidates,
  begun: readonly Front[],
  withTriples: boolean,
): Generator<() => Promise<void>> {
  const fronts = all.filter(({ shows }) => shows !== 'law').sort(byCost);
  const deviant = begun.filter((front) => !isBare(front));
  yield () => trials.behind(deviant, backs, 1);
  if (!withTriples) return;
  yield () => trials.behind(begun, backs, 2);
  const onDialects: Front[] = [];
  yield async () => {
    const sets = dialects.flatMap((dialect) => fronts.filter((f) => f !== dialect).map((f) => [dialect, f]));
    onDialects.push(...(await trials.fronts(sets)));
    await trials.behind(onDialects, backs, 1);
  };
  yield () => trials.behind(onDialects, backs, 2);
  const triples = () => trials.behind(begun.filter(isBare), backs, MOST_TOGETHER);
  const pairs = async () => trials.behind(await trials.fronts(choices(fronts, 2)), backs, 1);
  // Where the reference itself begins as the log does, the mistakes are behind the gradient, and otherwise before it.
  yield* begun.some(isBare) ? [triples, pairs] : [pairs];
  yield async () => {
    await trials.fronts(choices(fronts, MOST_TOGETHER));
  };
}

/** The reference up to the gradient. */
function isBare({ deviations }: Front): boolean {
  return deviations.length === 0;
}

/** Those that draw the start anew take longest to load, and come last. */
function byCost(a: Deviation, b: Deviation): number {
  return Number(a.shows === 'parameters') - Number(b.shows === 'parameters');
}
