import type { ArrangedRuns } from './arrangedRun.ts';
import type { Arrangement } from './arrangement.ts';
import { isLogged, type LoggedLoss } from './loggedLosses.ts';

/** What the log's losses say of how a dump is to be read. */
export type LayoutFinding =
  /** One arrangement gives the losses; `alike` others give the same ones as far as the log goes. */
  | { readonly kind: 'found'; readonly arrangement: Arrangement; readonly alike: number; readonly tried: number }
  /** These give the first loss, hardly by chance; but the losses say too little to be sure, or a mistake follows. */
  | { readonly kind: 'undecided'; readonly arrangements: readonly Arrangement[]; readonly tried: number }
  /** None that can be chosen: all were tried, or as many as there may be, or the log has too few digits for more. */
  | { readonly kind: 'none'; readonly tried: number; readonly end: 'all' | 'trials' | 'digits' };

/** Arrangements of one kind. */
export interface Family {
  /** Those that are tried together: behind each batch it is asked whether one can be taken. */
  readonly batches: Iterable<Iterable<Arrangement>>;
  /** How many there are at most. */
  readonly size: number;
  /** Bits of evidence beyond those of the choice that one before them needs, so that these are not tried. */
  readonly unless: number;
}

/** An arrangement that gives the log's first loss. */
interface Survivor {
  readonly arrangement: Arrangement;
  /** How far the loss lies from the log's at each logged step that agrees, before one does not. */
  readonly distances: readonly number[];
  /** Whether they all agree within f64. */
  readonly isFloat64: boolean;
  /** Whether all that were compared agree. */
  readonly agreesThroughout: boolean;
}

/** Bits of evidence beyond those of the choice: a wrong arrangement is taken in one of 2^20 = 1 million such logs. */
export const MARGIN_BITS = 20;
/** Bits beyond those of the choice that make one worth telling: a wrong one is told in one of 16 logs. */
export const WORTH_TELLING_BITS = 4;
/** The rounding of a loss: nearer than this nothing is said to lie. */
const LEAST_DISTANCE = 2 ** -50;
/** Losses so near to the log's first are counted, to learn how densely those of wrong arrangements lie there. */
const NEAR = 0.01;
/** Logged steps, and steps of training, over which those that give the first loss are compared. */
const LOGGED_STEPS = 12;
const TRAINED_STEPS = 120;
/** Most arrangements that are trained: a step of the canonical sizes takes 40 us. */
const MOST_TRAINED = 4096;
/** Most of those left that are followed through the whole log. */
const MOST_FOLLOWED = 24;

/**
 * Finds the arrangement of a dump that gives a log's first losses.
 *
 * Of K arrangements tried, one is taken where its evidence is at least log2(K) + 20 bits. A step that agrees has
 * -log2(2 d r) bits: d is how far its loss lies from the log's, at least half a unit in the last digit printed, and r the
 * density of the losses of wrong arrangements thereabouts, at least 1 a nat; so 2 d r is the chance of a wrong one to lie
 * as near. Steps count until one disagrees beyond the log's digits and the class f32. The first is one document through the
 * model; those behind it take training. At 4 decimals a step has about 11 bits, at 17 digits 45.
 *
 * @param families - the likeliest first
 * @param runs - gives the losses
 * @param logged - the log's losses by step, step 1 among them
 * @param trials - most arrangements that are tried
 */
export function searchLayout(
  families: Iterable<Family>,
  runs: ArrangedRuns,
  logged: ReadonlyMap<number, LoggedLoss>,
  trials: number,
): LayoutFinding {
  const first = logged.get(1);
  if (first === undefined) return { kind: 'none', tried: 0, end: 'digits' };
  const survivors: Survivor[] = [];
  let [tried, near] = [0, 0];
  const leading = () => leaderOf(survivors, tried, near);
  for (const { batches, size, unless } of families) {
    if ((leading()?.spare ?? -1) >= unless) break;
    if (mostBits(logged) < Math.log2(tried + size) + WORTH_TELLING_BITS) return endOf('digits');
    for (const batch of batches) {
      const before = survivors.length;
      for (const arrangement of batch) {
        if (tried === trials) return endOf('trials');
        tried++;
        const loss = runs.firstLoss(arrangement);
        if (Math.abs(loss - first.value) <= NEAR) near++;
        if (isLogged(loss, first, 'f32') && survivors.length < MOST_TRAINED) {
          survivors.push(follow(arrangement, runs, logged, LOGGED_STEPS, TRAINED_STEPS));
        }
      }
      const leader = survivors.length > before ? leading() : null;
      if (leader?.agreesThroughout && leader.spare >= MARGIN_BITS) return endOf('all');
    }
  }
  return endOf('all');

  function endOf(end: 'all' | 'trials' | 'digits'): LayoutFinding {
    const leader = leading();
    if (leader === null) return { kind: 'none', tried, end };
    const [arrangement, ...others] = alikeAmong(survivors, leader, runs, logged);
    if (leader.spare < MARGIN_BITS) return { kind: 'undecided', arrangements: [arrangement, ...others], tried };
    return { kind: 'found', arrangement, alike: others.length, tried };
  }
}

interface Leader extends Survivor {
  /** Bits of evidence beyond those of the choice. */
  readonly spare: number;
}

/** The one with the most evidence; null where it is not worth telling. */
function leaderOf(survivors: readonly Survivor[], tried: number, near: number): Leader | null {
  if (survivors.length === 0) return null;
  const density = Math.max(1, near / tried / (2 * NEAR));
  const bitsOf = ({ distances }: Survivor) =>
    distances.reduce((bits, d) => bits + Math.max(0, -Math.log2(2 * d * density)), 0);
  let [best, most] = [survivors[0], -1];
  for (const survivor of survivors) {
    const bits = bitsOf(survivor);
    if (bits > most) [best, most] = [survivor, bits];
  }
  const spare = most - Math.log2(tried);
  return spare < WORTH_TELLING_BITS ? null : { ...best, spare };
}

/** Trains from an arrangement for as long as it agrees with the log. */
function follow(
  arrangement: Arrangement,
  runs: ArrangedRuns,
  logged: ReadonlyMap<number, LoggedLoss>,
  loggedSteps: number,
  trainedSteps: number,
): Survivor {
  const distances: number[] = [];
  const wanted = [...logged.keys()].filter((step) => step <= trainedSteps).slice(0, loggedSteps);
  const last = wanted.at(-1) ?? 0;
  let isFloat64 = true;
  let step = 0;
  for (const loss of runs.losses(arrangement)) {
    const due = logged.get(++step);
    if (due !== undefined) {
      if (!isLogged(loss, due, 'f32')) break;
      isFloat64 &&= isLogged(loss, due, 'f64');
      distances.push(Math.max(Math.abs(loss - due.value), due.half, LEAST_DISTANCE));
    }
    if (step === last) break;
  }
  return { arrangement, distances, isFloat64, agreesThroughout: distances.length === wanted.length };
}

/** Those that agree as well as the leader, the first tried first; each other set of parameters once. */
function alikeAmong(
  survivors: readonly Survivor[],
  leader: Survivor,
  runs: ArrangedRuns,
  logged: ReadonlyMap<number, LoggedLoss>,
): Arrangement[] {
  const level = (those: readonly Survivor[], by: Survivor) =>
    those.filter(({ distances, isFloat64 }) => distances.length >= by.distances.length && (isFloat64 || !by.isFloat64));
  let left = level(survivors, leader);
  if (left.length > 1 && leader.agreesThroughout) {
    left = left.slice(0, MOST_FOLLOWED).map(({ arrangement }) => follow(arrangement, runs, logged, Infinity, Infinity));
    const longest = left.reduce((best, other) => (other.distances.length > best.distances.length ? other : best));
    left = level(left, longest);
  }
  const seen = new Set<string>();
  return left
    .map(({ arrangement }) => arrangement)
    .filter((arrangement) => {
      const parameters = String(Object.values(runs.parameters(arrangement)));
      return !seen.has(parameters) && seen.add(parameters);
    });
}

/** The evidence that the log would give if all agreed. */
function mostBits(logged: ReadonlyMap<number, LoggedLoss>): number {
  const halves = [...logged.values()].slice(0, LOGGED_STEPS).map(({ half }) => half);
  return halves.reduce((bits, half) => bits + Math.max(0, -Math.log2(2 * Math.max(half, LEAST_DISTANCE))), 0);
}
