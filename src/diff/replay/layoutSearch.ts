import type { ArrangedRuns } from './arrangedRun.ts';
import type { Arrangement } from './arrangement.ts';
import { LEAST_DISTANCE, leaderOf, NEAR } from './layoutEvidence.ts';
import { isLogged, type LoggedLoss } from './loggedLosses.ts';
import { follow, type Survivor } from './survivor.ts';

/** What the log's losses say of how a dump is to be read. */
export type LayoutFinding =
  /** One arrangement gives the losses; `alike` others give the same ones as far as the log goes. */
  | { readonly kind: 'found'; readonly arrangement: Arrangement; readonly alike: number; readonly tried: number }
  /** These give the first loss, hardly by chance; but the losses say too little to be sure, or a mistake follows. */
  | { readonly kind: 'undecided'; readonly arrangements: readonly Arrangement[]; readonly tried: number }
  /** None that can be chosen. */
  | { readonly kind: 'none'; readonly tried: number; readonly end: SearchEnd };

/** Why no more were tried: there are none, or no more may be, or the log has too few digits, a mistake explains it, or it was not asked for. */
export type SearchEnd = 'all' | 'trials' | 'digits' | 'explained' | 'unasked';

/** How a search goes on. */
export interface SearchOptions {
  /** Most arrangements that are tried. */
  readonly trials: number;
  /** Asked once, before a family of many: whether a known mistake gives the log in the standard arrangement. */
  readonly isExplained: () => Promise<boolean>;
  /** Called now and then with how many were tried. */
  readonly onProgress: (tried: number) => void;
}

/** Arrangements of one kind. */
export interface Family {
  /** Those that are tried together: behind each batch it is asked whether one can be taken. */
  readonly batches: Iterable<Iterable<Arrangement>>;
  /** How many there are at most. */
  readonly size: number;
  /** Bits of evidence beyond those of the choice that one before them needs, so that these are not tried. */
  readonly unless: number;
}

/** Bits of evidence beyond those of the choice: a wrong arrangement is taken in one of 2^20 = 1 million such logs. */
export const MARGIN_BITS = 20;
/** Bits beyond those of the choice that make one worth telling: a wrong one is told in one of 16 logs. */
export const WORTH_TELLING_BITS = 4;
/** Logged steps, and steps of training, over which those that give the first loss are compared. */
const LOGGED_STEPS = 12;
const TRAINED_STEPS = 120;
/** Most arrangements that are trained: a step of the canonical sizes takes 40 us. */
const MOST_TRAINED = 4096;
/** Most of those left that are followed through the whole log. */
const MOST_FOLLOWED = 24;
/** Most arrangements that are tried in less time than the known mistakes: 0.05 s of 0.5. */
const FEW = 4096;
/** Progress is told as often: each 10 ms. */
const TOLD_EACH = 1024;

/**
 * Finds the arrangement of a dump that gives a log's first losses.
 *
 * Of K arrangements tried, one is taken where its evidence is at least log2(K) + 20 bits (`leaderOf`). At 4 decimals a step
 * has about 11 bits, at 17 digits 45. The first step is one document through the model; those behind it take training, and
 * count until one disagrees: beyond the log's digits and f32, or f64 where the first loss is printed and agrees so well.
 *
 * @param families - the likeliest first, and first of all the standard arrangement
 * @param runs - gives the losses
 * @param losses - the log's losses by step, step 1 among them
 * @param options - how many are tried, and what is asked before many are
 */
export async function searchLayout(
  families: Iterable<Family>,
  runs: ArrangedRuns,
  losses: ReadonlyMap<number, LoggedLoss>,
  { trials, isExplained, onProgress }: SearchOptions,
): Promise<LayoutFinding> {
  const first = losses.get(1);
  if (first === undefined) return { kind: 'none', tried: 0, end: 'digits' };
  const logged = [...losses.values()];
  const few = new Map([...losses].filter(([step]) => step <= TRAINED_STEPS).slice(0, LOGGED_STEPS));
  let survivors: Survivor[] = [];
  let standard: Arrangement | null = null;
  let [tried, near] = [0, 0];
  let isAsked = false;
  const leading = () => leaderOf(survivors, logged, tried, near);
  for (const { batches, size, unless } of families) {
    if ((leading()?.firstSpare ?? -1) >= unless) break;
    if (mostBits(logged) < Math.log2(tried + size) + WORTH_TELLING_BITS) return endOf('digits');
    if (size > FEW && !isAsked) {
      isAsked = true;
      if (await isExplained()) return { kind: 'none', tried, end: 'explained' };
    }
    for (const batch of batches) {
      const before = survivors.length;
      for (const arrangement of batch) {
        standard ??= arrangement;
        if (tried === trials) return endOf('trials');
        if (++tried % TOLD_EACH === 0) onProgress(tried);
        const loss = runs.firstLoss(arrangement);
        if (Math.abs(loss - first.value) <= NEAR) near++;
        if (isLogged(loss, first, 'f32') && survivors.length < MOST_TRAINED) {
          survivors.push(follow(arrangement, runs, few));
        }
      }
      const leader = survivors.length > before ? leading() : null;
      // One that parts from the log behind the first loss has a mistake there, or rivals that are still to come.
      const isSettled = leader?.agreesThroughout || unless < Infinity;
      if (leader !== null && leader.spare >= MARGIN_BITS && isSettled) return endOf('all');
    }
  }
  return endOf('all');

  function endOf(end: SearchEnd): LayoutFinding {
    let leader = leading();
    if (leader?.agreesThroughout) {
      const all = survivors.filter(({ agreesThroughout }) => agreesThroughout).slice(0, MOST_FOLLOWED);
      survivors = survivors.map((one) => (all.includes(one) ? follow(one.arrangement, runs, losses) : one));
      leader = leading();
    }
    if (leader === null) return { kind: 'none', tried, end };
    const { agreed, within, spare, firstSpare } = leader;
    if (spare < MARGIN_BITS && firstSpare < WORTH_TELLING_BITS) return { kind: 'none', tried, end };
    const isLevel = (one: Survivor) => one.agreed >= agreed && (one.within === within || within === 'f32');
    const level = onceEach(survivors.filter(isLevel), runs);
    if (spare >= MARGIN_BITS) return { kind: 'found', arrangement: level[0], alike: level.length - 1, tried };
    const usual = survivors.filter(
      (one) => one.arrangement === standard && (one.within === within || within === 'f32'),
    );
    return { kind: 'undecided', arrangements: [...usual.map(({ arrangement }) => arrangement), ...level], tried };
  }
}

/** The first arrangement of each set of parameters: zeros are the same however they are stored. */
function onceEach(survivors: readonly Survivor[], runs: ArrangedRuns): Arrangement[] {
  const seen = new Set<string>();
  return survivors
    .map(({ arrangement }) => arrangement)
    .filter((arrangement) => {
      const parameters = String(Object.values(runs.parameters(arrangement)));
      return !seen.has(parameters) && seen.add(parameters);
    });
}

/** The evidence that the log would give if all agreed. */
function mostBits(logged: readonly LoggedLoss[]): number {
  const halves = logged.slice(0, LOGGED_STEPS).map(({ half }) => half);
  return halves.reduce((bits, half) => bits + Math.max(0, -Math.log2(2 * Math.max(half, LEAST_DISTANCE))), 0);
}
