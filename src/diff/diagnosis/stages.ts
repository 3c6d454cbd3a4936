import type { Deviation } from '../../deviations/deviation.ts';
import { type Candidates, type Choice, choices } from './candidates.ts';
import type { Ground } from './ground.ts';
import type { Trials } from './trials.ts';

/** Deviations in one explanation at most, beside the dialect. */
export const MOST_TOGETHER = 3;
/** The one mistake in plain numbers that others of the tape give the same losses as. */
const LIKE_TAPE = 'no-backward';

/** Mistakes in the start and the model whose runs begin as the log does. */
interface Begun {
  readonly ground: Ground;
  readonly parts: readonly Choice[];
}

/** What is tried, in an order in which the likely and cheap come first. */
export class Stages {
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
      if ((hasBegun || family.shows !== 'update') && !isSettled && !trials.hasFound(family))
        trials.seekValue(family, bare);
    }
    const likeTape = trials.found.some(({ parts }) => parts.some(({ deviation }) => deviation.id === LIKE_TAPE));
    if (hasBegun && (!isSettled || likeTape)) {
      for (const tape of tapes) await trials.followTape(this.#bare, [], tape, []);
    }
    await trials.decideDoubts();
    if (trials.found.length > 0 || models.length === 0) return;
    for (const other of others) {
      if (hasBegun || other.shows !== 'update') await trials.followReference({ ...bare, tapes: [other], fit: null });
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
      for (const one of behind) this.#trials.seekValue(family, { ground: this.#bare, parts: [one] });
    }
  }

  /** Numbers of any value, beside another mistake. */
  async #fits(begun: readonly Begun[]): Promise<void> {
    const { families, models, starts, behind } = this.#candidates;
    for (const family of families) {
      if (this.#trials.end !== null) return;
      if (family.shows === 'update') {
        for (const one of begun) this.#trials.seekValue(family, one);
        continue;
      }
      for (const one of behind) this.#trials.seekValue(family, { ground: this.#bare, parts: [one] });
      for (const model of models) this.#trials.seekValue(family, { ground: this.#bare, parts: [model] });
      for (const deviation of starts) {
        const ground = await this.#trials.ground([deviation]);
        if (ground !== null) this.#trials.seekValue(family, { ground, parts: [] });
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
