import type { RunResult, Soak } from '../report/result.ts';
import { assemble, originOf } from './assemble.ts';
import type { Collected, CollectedCheck } from './collect.ts';
import { failuresOf, type RanSuite, ranSuite, type SuiteOutcome, type SuiteRequest } from './runSuite.ts';
import { LARGEST_SIZES, MOST_RUNS, MOST_SEED, type Sampling } from './sampling.ts';

const MS_PER_MINUTE = 60_000;
/** Levels of rounds, each with inputs twice as large or twice as many: up to 64 times. */
const LEVELS = Math.log2(LARGEST_SIZES);

/** A round that begins. */
export interface Round {
  /** Counted from 1. */
  readonly number: number;
  readonly sampling: Sampling;
  /** When the soak is over, in milliseconds since the epoch. */
  readonly until: number;
  /** How many checks are asked again; null in the first, which asks all. */
  readonly repeated: number | null;
}

/** How a soak is told of, and when it ends before its time. */
export interface SoakWatch {
  readonly onRound: (round: Round) => void;
  /** Whether what has failed so far is reason to end. */
  readonly isEnough: (soFar: RunResult) => boolean;
}

/**
 * Runs the suite, and then the checks that draw inputs again and again, with new seeds, until the time is up or something fails.
 * The first run is always whole; a later round ends with the check that is in hand when the time is up. The result is of all rounds.
 */
export async function soak(request: SuiteRequest, minutes: number, watch: SoakWatch): Promise<SuiteOutcome> {
  const until = Date.now() + minutes * MS_PER_MINUTE;
  const begin = (number: number, repeated: number | null): Round => {
    const round = { number, sampling: samplingOf(request.sampling, number), until, repeated };
    watch.onRound(round);
    return round;
  };
  const rounds = [begin(1, null)];
  const first = await ranSuite(request);
  if (first.kind === 'suite-fault') return first;
  let all: RanSuite = first;
  const soFar = () => resultOf(request, all, { minutes, ...extentOf(rounds), requests: all.requests });
  while (Date.now() < until && !watch.isEnough(soFar())) {
    const titles = toRepeat(all.checks);
    if (titles.length === 0) break;
    const round = begin(rounds.length + 1, titles.length);
    const next = await ranSuite(roundOf(request, round, titles));
    if (next.kind === 'suite-fault') return next;
    rounds.push(round);
    all = { ...all, ...together(all, next) };
  }
  return { kind: 'result', result: soFar(), failures: failuresOf(all.checks) };
}

/**
 * What a round draws. The first is a usual run; then come, by turns, inputs 2, 4, ... 64 times as large and as many more of
 * the usual ones, and so on from the beginning: what is kept from one request to the next shows where a process is asked often.
 */
export function samplingOf(usual: Sampling, round: number): Sampling {
  const seed = usual.seed + round - 1;
  const wrapped = seed > MOST_SEED ? seed - 2 * MOST_SEED - 1 : seed;
  if (round === 1) return usual;
  const level = 2 ** (1 + (Math.floor((round - 2) / 2) % LEVELS));
  return round % 2 === 0
    ? { ...usual, seed: wrapped, sizes: Math.min(LARGEST_SIZES, usual.sizes * level) }
    : { ...usual, seed: wrapped, runs: Math.min(MOST_RUNS, usual.runs * level) };
}

/**
 * The checks of all files in which one draws its inputs and asks the port. The others of such a file cost little, and with them the
 * port is asked the same in the same order as where a chapter is asked alone.
 */
function toRepeat(checks: readonly CollectedCheck[]): string[] {
  const drawing = checks.filter(({ draws, status }) => draws && (status === 'held' || status === 'failed'));
  const files = new Set(drawing.map(({ file }) => file));
  return checks.filter(({ file }) => files.has(file)).map(({ title }) => title);
}

function roundOf(request: SuiteRequest, { sampling, until }: Round, titles: readonly string[]): SuiteRequest {
  const chapters = request.chapters.filter((chapter) => titles.some((title) => title.startsWith(`${chapter}.`)));
  // What a module keeps shows again where its chapter is asked alone (isApart in runSuite.ts).
  const options = { ...request.options, ...(request.port.kind === 'module' ? { isolate: true } : {}) };
  return { ...request, sampling, until, chapters, options, only: { names: [], titles, chapters } };
}

function extentOf(rounds: readonly Round[]): Omit<Soak, 'minutes' | 'requests'> {
  const most = (of: (sampling: Sampling) => number) => Math.max(...rounds.map(({ sampling }) => of(sampling)));
  return {
    rounds: rounds.length,
    firstSeed: rounds[0].sampling.seed,
    lastSeed: rounds[rounds.length - 1].sampling.seed,
    sizes: most(({ sizes }) => sizes),
    runs: most(({ runs }) => runs),
  };
}

function resultOf(request: SuiteRequest, all: RanSuite, extent: Soak): RunResult {
  return { ...assemble(request, originOf(request.port), all, all.port), soak: extent };
}

/** What the checks of two rounds have come to: the library and the golden runs are the first's, for they are asked once. */
function together(all: RanSuite, next: Collected): Pick<Collected, 'checks' | 'requests'> {
  const later = new Map(next.checks.map((check) => [check.title, check]));
  return {
    checks: all.checks.map((check) => both(check, later.get(check.title))),
    requests: all.requests + next.requests,
  };
}

function both(check: CollectedCheck, later: CollectedCheck | undefined): CollectedCheck {
  if (later === undefined || check.status === 'failed') return check;
  const milliseconds = check.milliseconds + later.milliseconds;
  if (later.status === 'failed') return { ...later, milliseconds };
  const closest = Math.max(check.closest ?? 0, later.closest ?? 0);
  return { ...check, milliseconds, ...(closest > 0 ? { closest } : {}) };
}
