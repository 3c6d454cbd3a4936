import type { Deviation } from '../../deviations/deviation.ts';
import type { DeviantStart } from '../../deviations/run.ts';
import { backFor, choices } from './candidates.ts';
import { Front } from './front.ts';
import type { Agreement, Target } from './target.ts';

/** Known mistakes that explain a log: together, where there are several. */
export interface Explanation extends Agreement {
  readonly deviations: readonly Deviation[];
}

const CLASSES: readonly Agreement['precision'][] = ['exact', 'f64', 'printed', 'f32'];

/** Runs with mistakes, each followed as long as it agrees with a log; those that do to the end are noted. */
export class Trials {
  readonly #start: DeviantStart;
  readonly #target: Target;
  readonly #onTrial: (count: number) => void;
  readonly #found: Explanation[] = [];
  /** How many runs were begun. */
  count = 0;
  /** When to stop, on the clock of `performance.now`. */
  deadline = Infinity;

  /** @param onTrial - called as each run begins, with their number */
  constructor(start: DeviantStart, target: Target, onTrial: (count: number) => void) {
    this.#start = start;
    this.#target = target;
    this.#onTrial = onTrial;
  }

  get isLate(): boolean {
    return performance.now() > this.deadline;
  }

  /** Those that agree with all losses, the best first. */
  get explanations(): readonly Explanation[] {
    return this.#found
      .map((explanation) => ({ explanation, key: rank(explanation) }))
      .sort((a, b) => a.key.map((part, i) => part - b.key[i]).find((difference) => difference !== 0) ?? 0)
      .map(({ explanation }) => explanation);
  }

  /** Follows runs up to the gradient and beyond; returns those that begin as the log does and take backs. */
  async fronts(sets: Iterable<readonly Deviation[]>): Promise<Front[]> {
    const begun: Front[] = [];
    for (const deviations of sets) {
      if (this.isLate) break;
      const front = await Front.load(deviations, this.#start);
      if (front === null) continue;
      if (this.#follow(front.losses(), deviations) && front.takesBacks) begun.push(front);
    }
    return begun;
  }

  /** Follows all choices of so many backs behind some fronts. */
  async behind(fronts: readonly Front[], backs: readonly Deviation[], size: number): Promise<void> {
    for (const front of fronts) {
      for (const deviations of choices(backs, size)) {
        if (this.isLate) return;
        const back = await backFor(front, deviations, this.#start.config);
        if (back !== null) this.#follow(front.lossesWith(back), [...front.deviations, ...deviations]);
      }
    }
  }

  /** Follows one run; returns whether it agrees with the first loss of the log. */
  #follow(run: Generator<number, void>, deviations: readonly Deviation[]): boolean {
    this.#onTrial(++this.count);
    const { first, last } = this.#target;
    const losses: number[] = [];
    for (const loss of run) {
      losses.push(loss);
      if (!this.#target.agreesAt(losses.length, loss)) return losses.length > first;
      if (losses.length === last) break;
    }
    const ended = losses.length;
    if (ended < last && !this.#target.isLostFrom(ended + 1)) return ended > first;
    while (losses.length < last) losses.push(Number.NaN);
    const agreement = deviations.length > 0 ? this.#target.agreement(losses) : null;
    if (agreement !== null) this.#found.push({ deviations, ...agreement });
    return true;
  }
}

/** In the order in which they count: the class, losses that only float32's noise explains, few mistakes, small deltas. */
function rank({ precision, comparison, deviations }: Explanation): number[] {
  return [CLASSES.indexOf(precision), comparison.beyondF64, deviations.length, comparison.maxAbsDelta];
}
