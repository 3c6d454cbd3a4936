import type { DeviantStart } from '../../deviations/deviantRun.ts';
import type { Deviation } from '../../deviations/deviation.ts';
import type { CompiledReference } from '../../deviations/patched.ts';
import { backFor, choices } from './candidates.ts';
import { Front, type Who } from './front.ts';
import type { Agreement, Target } from './target.ts';

/** Known mistakes that explain a log: together, where there are several. */
export interface Explanation extends Agreement {
  readonly deviations: readonly Deviation[];
}

/** How mistakes are tried. */
export interface TrialOptions {
  /** The reference, to make the mistakes in. */
  readonly compiled: CompiledReference;
  /** Called as trials begin, with how many there were, and what is tried: runs with mistakes, or readings of a dump. */
  readonly onProgress: (tried: number, what: 'mistakes' | 'readings') => void;
}

/** How far a run agrees with a log, and how well, where that is to the end. */
interface Course {
  readonly agreed: number;
  readonly agreement: Agreement | null;
}

/**
 * Steps in which engine and reference stay together within f64 whatever the mistake. Measured: 27 with learning-rate-0.1, the
 * worst alone; mistakes together can be worse.
 */
const ENGINES_STEPS = 8;

const CLASSES: readonly Agreement['precision'][] = ['exact', 'f64', 'printed', 'f32'];

/** Runs with mistakes, each followed as long as it agrees with a log; those that do to the end are noted. */
export class Trials {
  readonly #start: DeviantStart;
  readonly #target: Target;
  readonly #options: TrialOptions;
  readonly #found: Explanation[] = [];
  /** How many runs were begun. */
  count = 0;
  /** When to stop, on the clock of `performance.now`. */
  deadline = Infinity;

  constructor(start: DeviantStart, target: Target, options: TrialOptions) {
    this.#start = start;
    this.#target = target;
    this.#options = options;
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
      const front = await Front.load(deviations, this.#start, this.#options.compiled);
      if (front === null) continue;
      if (this.#follow(front, (who) => front.losses(who), deviations) && front.takesBacks) begun.push(front);
    }
    return begun;
  }

  /** Follows all choices of so many backs behind some fronts. */
  async behind(fronts: readonly Front[], backs: readonly Deviation[], size: number): Promise<void> {
    for (const front of fronts) {
      for (const deviations of choices(backs, size)) {
        if (this.isLate) return;
        const back = await backFor(front, deviations, this.#start.config, this.#options.compiled);
        if (back === null) continue;
        this.#follow(front, (who) => front.lossesWith(back, who), [...front.deviations, ...deviations]);
      }
    }
  }

  /** Follows one run; returns whether it agrees with the first loss of the log. */
  #follow(front: Front, run: (who: Who) => Iterable<number>, deviations: readonly Deviation[]): boolean {
    this.#options.onProgress(++this.count, 'mistakes');
    let course = this.#compared(run('engine'));
    if (front.isEngines && isReferences(course)) course = this.#compared(run('reference'));
    const { agreed, agreement } = course;
    if (deviations.length > 0 && agreement !== null) this.#found.push({ deviations, ...agreement });
    return agreed >= this.#target.first;
  }

  /** Compares a run with the log, as long as it agrees. */
  #compared(run: Iterable<number>): Course {
    const { last } = this.#target;
    const losses: number[] = [];
    for (const loss of run) {
      if (!this.#target.agreesAt(losses.length + 1, loss)) return { agreed: losses.length, agreement: null };
      losses.push(loss);
      if (losses.length === last) break;
    }
    const agreed = losses.length;
    if (agreed < last && !this.#target.isLostFrom(agreed + 1)) return { agreed, agreement: null };
    while (losses.length < last) losses.push(Number.NaN);
    return { agreed: last, agreement: this.#target.agreement(losses) };
  }
}

/**
 * Whether a run of the engine is the reference's to judge: where it leaves the log so late that its own rounding can be why,
 * as in a run that is unstable; and where it agrees so well that the last bit of each loss is asked for.
 */
function isReferences({ agreed, agreement }: Course): boolean {
  return agreement === null
    ? agreed >= ENGINES_STEPS
    : agreement.precision === 'exact' || agreement.precision === 'f64';
}

/** In the order in which they count: the class, losses that only float32's noise explains, few mistakes, small deltas. */
function rank({ precision, comparison, deviations }: Explanation): number[] {
  return [CLASSES.indexOf(precision), comparison.beyondF64, deviations.length, comparison.maxAbsDelta];
}
