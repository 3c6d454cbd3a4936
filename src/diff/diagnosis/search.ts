import type { DeviantStart } from '../../deviations/deviantRun.ts';
import { candidatesFor, type Given } from './candidates.ts';
import { canChoose } from './evidence.ts';
import { type Explanation, explanationsOf } from './explanations.ts';
import { MOST_TOGETHER, Stages } from './stages.ts';
import type { Target } from './target.ts';
import { type TrialOptions, Trials } from './trials.ts';

/** What the search found. */
export interface Diagnosis {
  /** Those that agree with all losses of the log, the best first; none where no known mistake does. */
  readonly explanations: readonly Explanation[];
  /** How many more agree of which the log's digits show too little to name them. */
  readonly weak: number;
  /** How many mistakes and combinations were tried. */
  readonly tried: number;
  /**
   * How far the search came: nowhere, since the log says too little; single mistakes; all combinations that it looks for,
   * or as many as are tried in one search, or as the time allowed on a slow machine.
   */
  readonly extent: 'too-short' | 'singles' | 'combinations' | 'budget' | 'time';
  /** Whether the log says enough to look for combinations, and they were left out. */
  readonly more: boolean;
}

export interface SearchOptions extends TrialOptions {
  readonly given: Given;
  /** Single mistakes only. */
  readonly quick: boolean;
}

/** A log is long that could choose among so many mistakes together. */
const LONG = 20;

/**
 * Names the known mistakes that explain a log which the reference does not.
 *
 * The search is staged, because step 1 sees only the start and the forward pass: those are sieved by the loss of step 1, in
 * plain numbers, and what comes behind the gradient is tried on what is left. First every mistake alone, then pairs and
 * triples; it ends at the first stage that explains the log. What it tries is counted, so that its answer is the same on any
 * machine. Nothing is named that does not agree with all of the log, and nothing of which the log says too little.
 */
export async function diagnose(start: DeviantStart, target: Target, options: SearchOptions): Promise<Diagnosis> {
  const candidates = candidatesFor(options.given);
  const trials = new Trials(start, target, options);
  const canTell = (size: number) => canChoose(target.bits, candidates.count ** size);
  const diagnosis = async (extent: Diagnosis['extent']): Promise<Diagnosis> => {
    options.onProgress(trials.count, 'mistakes');
    return {
      ...(await explanationsOf(trials, target, candidates.count)),
      tried: trials.count,
      extent: extent === 'combinations' ? (trials.end ?? extent) : extent,
      more: extent === 'singles' && options.quick && canTell(2),
    };
  };
  if (!canTell(1)) return diagnosis('too-short');
  const bare = await trials.ground([]);
  if (bare === null) return diagnosis('budget'); // there is no room for a model of these sizes
  const stages = new Stages(trials, candidates, bare, canTell(LONG));
  await stages.singles();
  if (trials.found.length > 0 || options.quick || !canTell(2)) return diagnosis('singles');
  for (const stage of stages.combinations(canTell(MOST_TOGETHER))) {
    await stage();
    await trials.decideDoubts();
    if (trials.found.length > 0 || trials.end !== null) break;
  }
  return diagnosis('combinations');
}
