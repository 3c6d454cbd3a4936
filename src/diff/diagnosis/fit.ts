import type { Family } from '../../deviations/families.ts';
import { type Course, followed } from './course.ts';
import type { Target } from './target.ts';

/** The value of a family with which a run agrees with a log, and those between which it does. */
export interface Fit {
  readonly best: number;
  readonly least: number;
  readonly most: number;
  /** How many values the log tells apart. */
  readonly values: number;
}

/** The values around one with which a run agrees that agree as well. */
export function fittedAround(
  family: Family,
  value: number,
  run: (value: number) => Iterable<number>,
  target: Target,
): Fit {
  if (value !== 0) return new ValueTrials(family, run, target).around(measureOf(family, value));
  const { most, values } = new ValueTrials(family, run, target).around(measureOf(family, family.least));
  return { best: 0, least: 0, most, values };
}

/** A value by another measure, in which losses change evenly. */
type Measure = Pick<Family, 'scale'>;

/** Values of a family that are tried first, two in each power of ten. */
const PER_DECADE = 2;
/** Runs that a search for a value takes at the most, behind those. */
const MOST_RUNS = 60;
/** Where a value is sought, its neighbours lie so much of the measure away. */
const NEAR = 1e-6;

/**
 * Finds the value of a family with which runs agree with the log to its end: between two values whose losses miss the log on
 * either side at the same step, then from step to step by secants.
 *
 * @param run - the losses with a value
 * @param target - the log
 * @returns null where none was found
 */
export function fitted(family: Family, run: (value: number) => Iterable<number>, target: Target): Fit | null {
  const trial = new ValueTrials(family, run, target);
  const best = trial.best();
  return best === null ? null : trial.around(best);
}

class ValueTrials {
  readonly #family: Family;
  readonly #run: (value: number) => Iterable<number>;
  readonly #target: Target;
  #left = MOST_RUNS;

  constructor(family: Family, run: (value: number) => Iterable<number>, target: Target) {
    this.#family = family;
    this.#run = run;
    this.#target = target;
  }

  /** A measure with which the run agrees to the end. */
  best(): number | null {
    const grid = this.#grid().map((at) => ({ at, course: this.#course(at) }));
    this.#left = MOST_RUNS;
    const whole = grid.filter(({ course }) => course.agreement !== null);
    const delta = ({ course }: (typeof grid)[number]) => course.agreement?.comparison.maxAbsDelta ?? Infinity;
    if (whole.length > 0) return whole.reduce((best, other) => (delta(other) < delta(best) ? other : best)).at;
    for (let i = 1; i < grid.length && this.#left > 0; i++) {
      const [a, b] = [grid[i - 1], grid[i]];
      const step = Math.min(a.course.miss?.step ?? Infinity, b.course.miss?.step ?? Infinity);
      const [below, above] = [this.#distanceIn(a.course, step), this.#distanceIn(b.course, step)];
      if (below === null || above === null || below * above > 0) continue;
      const found = this.#between([a.at, below], [b.at, above], step);
      if (found !== null) return found;
    }
    return null;
  }

  /** The values around one that agrees which agree as well. */
  around(best: number): Fit {
    const { scale } = this.#family;
    const course = this.#course(best);
    const [low, high] = [this.#edge(best, -1, course), this.#edge(best, 1, course)];
    const [least, most] = [low, high].map((at) => valueAt({ scale }, at)).sort((a, b) => a - b);
    const zero = this.#family.zero && least <= this.#family.least * 2 && this.#agrees(0);
    const [from, to] = this.#limits();
    const values = Math.max(1, (to - from) / Math.max(high - low, Number.EPSILON));
    return { best: valueAt({ scale }, best), least: zero ? 0 : least, most, values };
  }

  /** From a value that agrees outwards: first as far as losses that change evenly say, then half of it and so on. */
  #edge(best: number, sign: 1 | -1, course: Course): number {
    const [low, high] = this.#limits();
    const bound = sign > 0 ? high : low;
    if (this.#agreesAt(bound)) return bound;
    let reach = Math.min(Math.abs(bound - best), this.#reach(best, sign, course));
    for (let i = 0; i < 8; i++, reach /= 2) {
      if (this.#agreesAt(best + sign * reach)) return best + sign * reach;
    }
    return best;
  }

  /** How far the measure may go until the first loss leaves the log, if losses change evenly. */
  #reach(best: number, sign: 1 | -1, { losses }: Course): number {
    const step = NEAR * Math.max(1, Math.abs(best));
    const beside = [...firstOf(this.#run(valueAt(this.#family, best + sign * step)), losses.length)];
    let least = Number.POSITIVE_INFINITY;
    losses.forEach((loss, i) => {
      const [here, there] = [this.#target.distance(i + 1, loss), this.#target.distance(i + 1, beside[i] ?? Number.NaN)];
      if (here === null || there === null || here === there || Number.isNaN(there)) return;
      const room = there > here ? 1 - here : 1 + here;
      least = Math.min(least, (room / Math.abs(there - here)) * step);
    });
    return least;
  }

  /** Narrows two measures whose losses miss on either side at a step until one agrees there, and goes on behind it. */
  #between([a, fa]: [number, number], [b, fb]: [number, number], step: number): number | null {
    let [low, high] = [
      { at: a, miss: fa },
      { at: b, miss: fb },
    ];
    while (this.#left-- > 0) {
      // In turn by the secant, which is fast near the end, and the middle, which never sticks.
      const share = this.#left % 2 === 0 ? 0.5 : low.miss / (low.miss - high.miss);
      const at = low.at + (high.at - low.at) * (share > 0 && share < 1 ? share : 0.5);
      if (at === low.at || at === high.at) return null;
      const course = this.#course(at);
      if (course.agreement !== null) return at;
      if (course.miss === null || course.miss.step < step) return null;
      if (course.miss.step > step) return this.#onwards(at, course, Math.abs(high.at - low.at));
      const point = { at, miss: course.miss.distance };
      if (point.miss * low.miss > 0) low = point;
      else high = point;
    }
    return null;
  }

  /** From a value that agrees up to a later step, to one that agrees further, by secants over small distances. */
  #onwards(from: number, course: Course, width: number): number | null {
    let at = from;
    let current = course;
    let reach = width;
    while (this.#left > 0) {
      if (current.agreement !== null) return at;
      const { miss } = current;
      if (miss === null) return null;
      const near = Math.max(reach * NEAR, Number.EPSILON * 4 * Math.max(1, Math.abs(at)));
      const beside = this.#distanceAt(at + near, miss.step);
      if (beside === null || beside === miss.distance) return null;
      const change = (miss.distance * near) / (miss.distance - beside);
      if (!(Math.abs(change) <= reach)) return null;
      const next = this.#course(at + change);
      if ((next.miss?.step ?? Infinity) < miss.step) {
        // Too far: what agreed before does no more. The middle between the bounds that both steps give is the last try.
        const half = this.#course(at + change / 2);
        if ((half.miss?.step ?? Infinity) <= miss.step && half.agreement === null) return null;
        at += change / 2;
        current = half;
      } else {
        at += change;
        if (next.miss?.step === miss.step && Math.abs(next.miss.distance) >= Math.abs(miss.distance)) return null;
        current = next;
      }
      reach = Math.max(Math.abs(change) * 4, near * 4);
    }
    return null;
  }

  #course(at: number): Course {
    this.#left--;
    return followed(this.#target, this.#run(valueAt(this.#family, at)));
  }

  #agreesAt(at: number): boolean {
    return this.#agrees(valueAt(this.#family, at));
  }

  #agrees(value: number): boolean {
    return followed(this.#target, this.#run(value)).agreement !== null;
  }

  #distanceAt(at: number, step: number): number | null {
    this.#left--;
    const loss = [...firstOf(this.#run(valueAt(this.#family, at)), step)][step - 1];
    return loss === undefined ? null : this.#target.distance(step, loss);
  }

  #distanceIn({ losses }: Course, step: number): number | null {
    const loss = losses[step - 1];
    return loss === undefined ? null : this.#target.distance(step, loss);
  }

  #limits(): [number, number] {
    const { least, most } = this.#family;
    const ends = [measureOf(this.#family, least), measureOf(this.#family, most)].sort((a, b) => a - b);
    return [ends[0], ends[1]];
  }

  #grid(): number[] {
    const [low, high] = this.#limits();
    const count = Math.ceil((PER_DECADE * (high - low)) / Math.LN10);
    return Array.from({ length: count + 1 }, (_, i) => low + ((high - low) * i) / count);
  }
}

function measureOf({ scale }: Measure, value: number): number {
  return Math.log(scale === 'value' ? value : 1 - value);
}

function valueAt({ scale }: Measure, at: number): number {
  return scale === 'value' ? Math.exp(at) : 1 - Math.exp(at);
}

function* firstOf(losses: Iterable<number>, count: number): Generator<number> {
  let left = count;
  for (const loss of losses) {
    yield loss;
    if (--left === 0) return;
  }
}
