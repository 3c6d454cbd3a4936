import type { DeviantStart } from '../../deviations/deviantRun.ts';
import type { Deviation } from '../../deviations/deviation.ts';
import { type Candidates, type Choice, candidatesFor, choices, type Given } from './candidates.ts';
import { canChoose } from './evidence.ts';
import { type Explanation, explanationsOf } from './explanations.ts';
import type { Ground } from './ground.ts';
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

/** Deviations in one explanation at most, beside the dialect. */
const MOST_TOGETHER = 3;

/** A log is long that could choose among so many mistakes together. */
const LONG = 20;
/** The one mistake in plain numbers that others of the tape give the same losses as. */
const LIKE_TAPE = 'no-backward';

/** Mistakes in the start and the model whose runs begin as the log does. */
interface Begun {
  readonly ground: Ground;
  readonly parts: readonly Choice[];
}

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
  const diagnosis = async (extent: Diagnosis['extent']): Promise<Diagnosis> => ({
    ...(await explanationsOf(trials, target, candidates.count)),
    tried: trials.count,
    extent: extent === 'combinations' ? (trials.end ?? extent) : extent,
    more: extent === 'singles' && options.quick && canTell(2),
  });
  if (!canTell(1)) return diagnosis('too-short');
  const bare = await trials.ground([]);
  if (bare === null) return diagnosis('too-short');
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

/** What is tried, in an order in which the likely and cheap come first. */
class Stages {
  readonly #trials: Trials;
  readonly #candidates: Candidates;
  readonly #bare: Ground;
  /** Whether the log says many times what it takes to choose a mistake. */
  readonly #isLong: boolean;
  /** By how many mistakes they have. */
  readonly #begun: Begun[][] = [[], [], [], []];

  constructor(trials: Trials, candidates: Candidates, bare: Ground, isLong: boolean) {
    this.#trials = trials;
    this.#candidates = candidates;
    this.#bare = bare;
    this.#isLong = isLong;
  }

  async singles(): Promise<void> {
    const { starts, models, behind, families, tapes, others } = this.#candidates;
    const trials = this.#trials;
    const bare = { ground: this.#bare, parts: [] };
    await this.#sieve([], 0);
    await this.#sieve([], 1);
    for (const start of starts) await this.#sieve([start], 0);
    const hasBegun = this.#begun[0].length > 0;
    if (hasBegun) for (const one of behind) await trials.followBehind(bare, [one]);
    // What a long log agrees with is not by chance another mistake's: only such as give the same losses are looked for.
    const isSettled = trials.found.length > 0 && this.#isLong;
    for (const family of families) {
      if ((hasBegun || family.shows !== 'update') && !isSettled && !trials.hasFound(family)) trials.fit(family, bare);
    }
    const likeTape = trials.found.some(({ parts }) => parts.some(({ deviation }) => deviation.id === LIKE_TAPE));
    if (hasBegun && (!isSettled || likeTape)) {
      for (const tape of tapes) await trials.followTape(this.#bare, [], tape, []);
    }
    await trials.decideDoubts();
    if (trials.found.length > 0 || models.length === 0) return;
    for (const other of others) {
      if (hasBegun || other.shows === 'forward') await trials.followReference({ ...bare, tapes: [other], fit: null });
    }
  }

  /** Where the log begins as the reference does, its mistakes are behind the loss of step 1; and else before it. */
  combinations(withTriples: boolean): Iterable<() => Promise<void>> {
    return this.#begun[0].length > 0 ? this.#behindFirst(withTriples) : this.#beforeFirst(withTriples);
  }

  *#behindFirst(withTriples: boolean): Generator<() => Promise<void>> {
    const [bare, ones] = this.#begun;
    yield () => this.#behind(bare, 2);
    yield () => this.#tapes(bare, 1);
    yield () => this.#behind(ones, 1);
    yield () => this.#fitsBehind();
    yield () => this.#sieve([], 2);
    if (!withTriples) return;
    yield () => this.#behind(bare, MOST_TOGETHER);
    yield () => this.#tapes(bare, 2);
    yield () => this.#sieve([], MOST_TOGETHER);
  }

  *#beforeFirst(withTriples: boolean): Generator<() => Promise<void>> {
    const [, ones, twos] = this.#begun;
    const { starts } = this.#candidates;
    yield () => this.#behind(ones, 1);
    yield () => this.#sieve([], 2);
    yield () => this.#sieveFrom(starts, 1, 1);
    yield () => this.#tapes(ones, 0);
    yield () => this.#fits(ones);
    if (!withTriples) return yield () => this.#sieveFrom(starts, 2, 0);
    yield () => this.#behind(ones, 2);
    yield () => this.#behind(twos, 1);
    yield () => this.#sieve([], MOST_TOGETHER);
    yield () => this.#sieveFrom(starts, 1, 2);
    yield () => this.#tapes(ones, 1);
    yield () => this.#sieveFrom(starts, 2, 0);
    yield () => this.#sieveFrom(starts, 2, 1);
  }

  /** All choices of so many mistakes in the start, and of so many in the model on each. */
  async #sieveFrom(starts: readonly Deviation[], ofStart: number, ofModel: number): Promise<void> {
    for (const deviations of choices(starts, ofStart)) {
      if (ofStart > 1 && !canPair(deviations)) continue;
      if (this.#trials.end !== null) return;
      await this.#sieve(deviations, ofModel);
    }
  }

  /** All choices of so many mistakes in the model; those that begin as the log does are followed, and kept. */
  async #sieve(deviations: readonly Deviation[], size: number): Promise<void> {
    const ground = await this.#trials.ground(deviations);
    if (ground === null) return;
    for (const parts of ofFamilies(this.#candidates.models, size)) {
      if (this.#trials.end !== null) return;
      if (!this.#trials.begins({ ground, parts })) continue;
      this.#trials.follow({ ground, parts });
      this.#begun[deviations.length + size].push({ ground, parts });
    }
  }

  /** All choices of so many mistakes behind what has begun. */
  async #behind(begun: readonly Begun[], size: number): Promise<void> {
    for (const one of begun) {
      for (const behind of ofFamilies(this.#candidates.behind, size)) {
        if (this.#trials.end !== null) return;
        await this.#trials.followBehind(one, behind);
      }
    }
  }

  /** Mistakes of the tape in what has begun, with so many behind them. */
  async #tapes(begun: readonly Begun[], size: number): Promise<void> {
    const updates = this.#candidates.behind.filter(({ choices: { model } }) => model === undefined);
    for (const { ground, parts } of begun) {
      for (const tape of this.#candidates.tapes) {
        for (const behind of choices(updates, size)) {
          if (this.#trials.end !== null) return;
          await this.#trials.followTape(ground, parts, tape, behind);
        }
      }
    }
  }

  /** Numbers of any value behind the gradient, beside another mistake. */
  async #fitsBehind(): Promise<void> {
    const { families, behind } = this.#candidates;
    for (const family of families.filter(({ shows }) => shows === 'update')) {
      if (this.#trials.end !== null) return;
      for (const one of behind) this.#trials.fit(family, { ground: this.#bare, parts: [one] });
    }
  }

  /** Numbers of any value, beside another mistake. */
  async #fits(begun: readonly Begun[]): Promise<void> {
    const { families, models, starts, behind } = this.#candidates;
    for (const family of families) {
      if (this.#trials.end !== null) return;
      if (family.shows === 'update') {
        for (const one of begun) this.#trials.fit(family, one);
        continue;
      }
      for (const one of behind) this.#trials.fit(family, { ground: this.#bare, parts: [one] });
      for (const model of models) this.#trials.fit(family, { ground: this.#bare, parts: [model] });
      for (const deviation of starts) {
        const ground = await this.#trials.ground([deviation]);
        if (ground !== null) this.#trials.fit(family, { ground, parts: [] });
      }
    }
  }
}

/** Two mistakes in a start that are looked for together: not of one clause, nor in the random stream itself, which takes long to draw. */
function canPair(deviations: readonly Deviation[]): boolean {
  const clauses = new Set(deviations.map(({ clause }) => clause));
  return (
    clauses.size === deviations.length && deviations.every(({ edits }) => edits.every(({ file }) => file !== 'random'))
  );
}

/** All choices; of three and more only such that violate different clauses, since two of one are seldom made together. */
function* ofFamilies(items: readonly Choice[], size: number): Generator<readonly Choice[]> {
  for (const chosen of choices(items, size)) {
    if (size < MOST_TOGETHER || new Set(chosen.map(({ deviation }) => deviation.clause)).size === size) yield chosen;
  }
}
