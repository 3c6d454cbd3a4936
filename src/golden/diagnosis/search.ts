import type { Deviation } from '../../deviations/deviation.ts';
import type { DeviantStart } from '../../deviations/run.ts';
import { backFor, type Candidates, candidatesFor, choices, type Given } from './candidates.ts';
import { canChoose } from './evidence.ts';
import { Front } from './front.ts';
import type { Agreement, Target } from './target.ts';

/** Known mistakes that explain a log: together, where there are several. */
export interface Explanation extends Agreement {
  readonly deviations: readonly Deviation[];
}

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
}

export interface SearchOptions {
  readonly given: Given;
  /** Single mistakes only. */
  readonly quick: boolean;
  /** Milliseconds for combinations. */
  readonly budget: number;
  /** Called now and then with what is being tried. */
  readonly onProgress: (tried: number) => void;
}

const CLASSES: readonly Agreement['precision'][] = ['exact', 'f64', 'printed', 'f32'];
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
export function diagnose(start: DeviantStart, target: Target, options: SearchOptions): Promise<Diagnosis> {
  return new Search(start, target, options).run();
}

class Search {
  readonly #start: DeviantStart;
  readonly #target: Target;
  readonly #options: SearchOptions;
  readonly #candidates: Candidates;
  readonly #found: Explanation[] = [];
  #tried = 0;
  #deadline = Infinity;

  constructor(start: DeviantStart, target: Target, options: SearchOptions) {
    this.#start = start;
    this.#target = target;
    this.#options = options;
    this.#candidates = candidatesFor(options.given);
  }

  async run(): Promise<Diagnosis> {
    if (!this.#canTell(1)) return this.#diagnosis('too-short');
    const begun = await this.#agreeing([[], ...this.#candidates.fronts.map((front) => [front])]);
    await this.#behind(begun.filter(isBare), 1);
    if (this.#found.length > 0 || this.#options.quick || !this.#canTell(2)) return this.#diagnosis('singles');
    this.#deadline = performance.now() + this.#options.budget;
    for (const stage of this.#stages(begun)) {
      await stage();
      if (this.#found.length > 0) return this.#diagnosis('combinations');
      if (this.#isLate()) return this.#diagnosis('time');
    }
    return this.#diagnosis('combinations');
  }

  /** Combinations, the likely and cheap ones first. */
  *#stages(begun: readonly Front[]): Generator<() => Promise<void>> {
    const { dialects } = this.#candidates;
    const fronts = this.#candidates.fronts.filter(({ shows }) => shows !== 'law').sort(byCost);
    const onDialects: Front[] = [];
    const deviant = begun.filter((front) => !isBare(front));
    yield () => this.#behind(deviant, 1);
    if (!this.#canTell(MOST_TOGETHER)) return;
    yield () => this.#behind(begun, 2);
    yield async () => {
      const sets = dialects.flatMap((dialect) => fronts.filter((f) => f !== dialect).map((f) => [dialect, f]));
      onDialects.push(...(await this.#agreeing(sets)));
      await this.#behind(onDialects, 1);
    };
    yield () => this.#behind(onDialects, 2);
    const triples = () => this.#behind(begun.filter(isBare), MOST_TOGETHER);
    const pairs = async () => this.#behind(await this.#agreeing(choices(fronts, 2)), 1);
    // Where the reference itself begins as the log does, the mistakes are behind the gradient, and otherwise before it.
    yield* begun.some(isBare) ? [triples, pairs] : [pairs];
    yield async () => {
      await this.#agreeing(choices(fronts, MOST_TOGETHER));
    };
  }

  /** Loads fronts, notes those that explain the log, and returns those that begin as it does. */
  async #agreeing(sets: Iterable<readonly Deviation[]>): Promise<Front[]> {
    const begun: Front[] = [];
    for (const deviations of sets) {
      if (this.#isLate()) break;
      const front = await this.#load(deviations);
      if (front === null) continue;
      if (this.#follow(front.losses(), deviations) && front.takesBacks) begun.push(front);
    }
    return begun;
  }

  /** Tries all choices of backs behind some fronts. */
  async #behind(fronts: readonly Front[], size: number): Promise<void> {
    for (const front of fronts) {
      for (const backs of choices(this.#candidates.backs, size)) {
        if (this.#isLate()) return;
        await this.#tryBack(front, backs);
      }
    }
  }

  async #tryBack(front: Front, deviations: readonly Deviation[]): Promise<void> {
    const back = await backFor(front, deviations, this.#start.config);
    if (back !== null) this.#follow(front.lossesWith(back), [...front.deviations, ...deviations]);
  }

  async #load(deviations: readonly Deviation[]): Promise<Front | null> {
    return Front.load(deviations, this.#start);
  }

  /**
   * Follows a run as long as it agrees with the log, and notes it if it does to the end.
   *
   * @returns whether it agrees with the first loss of the log
   */
  #follow(run: Generator<number, void>, deviations: readonly Deviation[]): boolean {
    this.#tried++;
    this.#options.onProgress(this.#tried);
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

  /** Whether the log says enough to choose among all combinations of so many. */
  #canTell(size: number): boolean {
    const { fronts, backs } = this.#candidates;
    return canChoose(this.#target.bits, (fronts.length + backs.length) ** size);
  }

  #isLate(): boolean {
    return performance.now() > this.#deadline;
  }

  #diagnosis(extent: Diagnosis['extent']): Diagnosis {
    const key = ({ precision, comparison, deviations }: Explanation) => [
      CLASSES.indexOf(precision),
      comparison.beyondF64, // losses that only float32's noise explains
      deviations.length,
      comparison.maxAbsDelta,
    ];
    const explanations = this.#found
      .map((explanation) => ({ explanation, key: key(explanation) }))
      .sort((a, b) => a.key.map((part, i) => part - b.key[i]).find((difference) => difference !== 0) ?? 0)
      .map(({ explanation }) => explanation);
    return { explanations, tried: this.#tried, extent };
  }
}

/** The reference up to the gradient. */
function isBare({ deviations }: Front): boolean {
  return deviations.length === 0;
}

/** Those that draw the start anew take longest to load, and come last. */
function byCost(a: Deviation, b: Deviation): number {
  return Number(a.shows === 'parameters') - Number(b.shows === 'parameters');
}
