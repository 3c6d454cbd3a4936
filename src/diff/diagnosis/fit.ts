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
  return new ValueTrials(family, run, target).around(value);
}

/** A value by another measure, in which losses change evenly. */
type Measure = Pick<Family, 'scale'>;

/** Values of a family that are tried first, two in each power of ten. */
const PER_DECADE = 2;
/** Of which every fourth is tried first, and the others where the runs of their neighbours differ by more than this share. */
const STRIDE = 4;
const SAME = 1e-3;
/** Runs that a search for a value takes at the most, behind those. */
const MOST_RUNS = 96;
/** And between two of them. */
const RUNS_BETWEEN = 32;
/** How often values are put between those where losses turn. */
const LEVELS = 3;
/** How often an edge is sought, and how near to it that ends: in parts of the distance. */
const MOST_EDGES = 16;
const EDGE = 0.05;
/** Digits of numbers that people choose. */
const SIMPLE_DIGITS = 4;
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

/**
 * Whether a value is one that somebody chose: among those that fit is a number of few digits. A mistake of another kind and
 * nearly the same effect is met by some value too, but not by such.
 */
export function isChosen({ least, most }: Fit): boolean {
  return simplest(least, most, SIMPLE_DIGITS) !== null;
}

function delta({ course }: Point): number {
  return course.agreement?.comparison.maxAbsDelta ?? Number.POSITIVE_INFINITY;
}

/** A measure of a value, and its run. */
interface Point {
  readonly at: number;
  readonly course: Course;
}

class ValueTrials {
  readonly #family: Family;
  readonly #run: (value: number) => Iterable<number>;
  readonly #target: Target;
  #left = MOST_RUNS;
  /** Simple values that were tried. */
  readonly #tried = new Set<number>();

  constructor(family: Family, run: (value: number) => Iterable<number>, target: Target) {
    this.#family = family;
    this.#run = run;
    this.#target = target;
  }

  /** A value with which the run agrees to the end. */
  best(): number | null {
    let points = this.#points();
    this.#left = MOST_RUNS;
    for (let level = 0; level <= LEVELS; level++) {
      const whole = points.filter(({ course }) => course.agreement !== null);
      if (whole.length > 0) {
        return valueAt(this.#family, whole.reduce((best, other) => (delta(other) < delta(best) ? other : best)).at);
      }
      for (let i = 1; i < points.length && this.#left > 0; i++) {
        const found = this.#inside(points[i - 1], points[i]);
        if (found !== null) return found;
      }
      if (this.#left <= 0) return null;
      points = this.#refined(points);
    }
    return null;
  }

  /** A value between two that miss the log on either side at the same step. */
  #inside(a: Point, b: Point): number | null {
    const step = Math.min(a.course.miss?.step ?? Infinity, b.course.miss?.step ?? Infinity);
    const [below, above] = [this.#distanceIn(a.course, step), this.#distanceIn(b.course, step)];
    if (below === null || above === null) return null;
    const before = this.#left;
    this.#left = Math.min(before, RUNS_BETWEEN);
    const spared = before - this.#left;
    const found = below * above <= 0 ? this.#between([a.at, below], [b.at, above], step) : this.#besides(a, b, step);
    this.#left += spared;
    return found;
  }

  /** From the one of two values that agrees at the step at which the other misses. */
  #besides(a: Point, b: Point, step: number): number | null {
    const from = [a, b].find(({ course }) => (course.miss?.step ?? 0) > step);
    return from === undefined ? null : this.#onwards(from.at, from.course, [a.at, b.at]);
  }

  /** With values on either side of those that miss by less than both neighbours: losses may turn there, and pass the log twice. */
  #refined(points: readonly Point[]): Point[] {
    const miss = ({ course }: Point, step: number) => Math.abs(this.#distanceIn(course, step) ?? Infinity);
    const turns = points.map(({ course }, i) => {
      const step = course.miss?.step ?? 0;
      const beside = [points[i - 1], points[i + 1]].filter((other) => other !== undefined);
      return step > 0 && beside.every((other) => miss(other, step) >= miss(points[i], step));
    });
    return points.flatMap((point, i) => {
      if (i === 0 || !(turns[i] || turns[i - 1])) return [point];
      const at = (points[i - 1].at + point.at) / 2;
      return [{ at, course: this.#course(at) }, point];
    });
  }

  /** The values around one that agrees which agree as well. */
  around(best: number): Fit {
    const { scale, zero, least: smallest } = this.#family;
    const [from, to] = this.#limits();
    const at = best === 0 ? from : measureOf({ scale }, best);
    const reach = this.#reach(best);
    const low = this.#edge(at, Math.max(from, at - reach), from);
    const high = this.#edge(at, Math.min(to, at + reach), to);
    const ends = [low, high].map((end) => (end === at ? best : valueAt({ scale }, end))).sort((a, b) => a - b);
    const hasZero = best === 0 || (zero && ends[0] <= smallest && this.#agrees(0));
    const values = Math.max(1, (to - from) / Math.max(high - low, Number.EPSILON));
    return { best, least: hasZero ? 0 : ends[0], most: ends[1], values };
  }

  /**
   * The last measure that agrees: near where evenly changing losses leave the log, or where the family ends. A value that has
   * one digit and agrees too is the end where it lies next.
   */
  #edge(best: number, far: number, bound: number): number {
    if (Math.abs(far - best) <= Number.EPSILON * Math.abs(best)) return best;
    if (this.#agreesAt(bound)) return bound;
    const isBeyond = (at: number) => Math.abs(at - best) >= Math.abs(bound - best);
    let [ok, bad] = [best, bound];
    // Outwards by doubled steps as long as values agree: an edge is often farther away than the nearest loss alone lets expect.
    for (let i = 0, at = far; i < MOST_EDGES && Math.abs(bad - ok) > EDGE * Math.abs(ok - best); i++) {
      if (!isBeyond(at) && this.#agreesAt(at)) ok = at;
      else bad = at;
      const doubled = best + 2 * (ok - best);
      at = bad === bound && ok !== best && !isBeyond(doubled) ? doubled : (ok + bad) / 2;
    }
    const simple = simplest(valueAt(this.#family, ok), valueAt(this.#family, bad), 1);
    return simple !== null && this.#agrees(simple) ? measureOf(this.#family, simple) : ok;
  }

  /** How far the measure may go until the first loss leaves the log, if losses change evenly. */
  #reach(best: number): number {
    const at = best === 0 ? this.#limits()[0] : measureOf(this.#family, best);
    const step = NEAR * Math.max(1, Math.abs(at));
    const { last } = this.#target;
    const here = [...firstOf(this.#run(best), last)];
    let least = Number.POSITIVE_INFINITY;
    let i = 0;
    for (const loss of firstOf(this.#run(valueAt(this.#family, at + step)), here.length)) {
      const [own, beside] = [this.#target.distance(i + 1, here[i]), this.#target.distance(i + 1, loss)];
      i++;
      if (own === null || beside === null || own === beside) continue;
      least = Math.min(least, ((1 - Math.abs(own)) / Math.abs(beside - own)) * step);
      if (least < Number.EPSILON * Math.abs(at)) break;
    }
    return Math.max(least, 0);
  }

  /** Narrows two measures whose losses miss on either side at a step until one agrees there, and goes on behind it. */
  #between([a, fa]: [number, number], [b, fb]: [number, number], step: number): number | null {
    let [low, high] = [
      { at: a, miss: fa },
      { at: b, miss: fb },
    ];
    while (this.#left-- > 0) {
      const simple = this.#simple(low.at, high.at);
      if (simple !== null) return simple;
      // In turn by the secant, which is fast near the end, and the middle, which never sticks.
      const share = this.#left % 2 === 0 ? 0.5 : low.miss / (low.miss - high.miss);
      const at = low.at + (high.at - low.at) * (share > 0 && share < 1 ? share : 0.5);
      if (at === low.at || at === high.at) return null;
      const course = this.#course(at);
      if (course.agreement !== null) return valueAt(this.#family, at);
      if (course.miss === null || course.miss.step < step) return null;
      if (course.miss.step > step) return this.#onwards(at, course, [low.at, high.at]);
      const point = { at, miss: course.miss.distance };
      if (point.miss * low.miss > 0) low = point;
      else high = point;
    }
    return null;
  }

  /**
   * From a value that agrees up to a later step to one that agrees further, by secants over small distances: each loss that
   * misses tells on which side of its value the right one lies, and a secant that leaves what is left is replaced by the middle.
   */
  #onwards(from: number, course: Course, ends: readonly [number, number]): number | null {
    let [low, high] = [Math.min(...ends), Math.max(...ends)];
    let at = from;
    let current = course;
    let reach = high - low;
    while (this.#left > 0) {
      if (current.agreement !== null) return valueAt(this.#family, at);
      const simple = this.#simple(Math.max(low, at - reach), Math.min(high, at + reach));
      if (simple !== null) return simple;
      const { miss } = current;
      if (miss === null) return null;
      const near = Math.max(reach * NEAR, Number.EPSILON * 4 * Math.max(1, Math.abs(at)));
      const beside = this.#distanceAt(at + near, miss.step);
      if (beside === null || beside === miss.distance) return null;
      const change = (miss.distance * near) / (miss.distance - beside);
      if (change > 0) low = at;
      else high = at;
      const aim = at + change;
      // Where even the nearest value at which this loss agrees lies outside, no value inside does.
      const nearest = at + change * (1 - 1 / Math.abs(miss.distance));
      if (Math.max(low - nearest, nearest - high) > high - low) return null;
      const next = aim > low && aim < high ? aim : (low + high) / 2;
      if (next <= low || next >= high) return null;
      reach = Math.max(Math.abs(next - at) * 4, near * 4);
      at = next;
      current = this.#course(at);
    }
    return null;
  }

  /** The number with the fewest digits between two measures, where its run agrees to the end: people choose such. */
  #simple(a: number, b: number): number | null {
    const value = simplest(valueAt(this.#family, a), valueAt(this.#family, b), SIMPLE_DIGITS);
    if (value === null || this.#tried.has(value)) return null;
    this.#tried.add(value);
    this.#left--;
    return this.#agrees(value) ? value : null;
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

  /** Courses of values all over the family; where those of two have the same course, nothing between them is tried. */
  #points(): Point[] {
    const grid = this.#grid();
    const point = (at: number): Point => ({ at, course: this.#course(at) });
    const between = (from: number, to: number, a: Point, b: Point): Point[] => {
      if (to - from < 2 || isSame(a.course, b.course)) return [];
      const middle = (from + to) >> 1;
      const m = point(grid[middle]);
      return [...between(from, middle, a, m), m, ...between(middle, to, m, b)];
    };
    const points = [point(grid[0])];
    const isDone = () => points[points.length - 1].course.agreement !== null;
    for (let i = 0; i < grid.length - 1 && !isDone(); i += STRIDE) {
      const to = Math.min(i + STRIDE, grid.length - 1);
      const next = point(grid[to]);
      points.push(...between(i, to, points[points.length - 1], next), next);
    }
    return points;
  }

  #grid(): number[] {
    const [low, high] = this.#limits();
    const count = Math.ceil((PER_DECADE * (high - low)) / Math.LN10);
    return Array.from({ length: count + 1 }, (_, i) => low + ((high - low) * i) / count);
  }
}

/** Whether two runs miss the log at the same step, by as much. */
function isSame({ miss: a }: Course, { miss: b }: Course): boolean {
  return (
    a !== null && b !== null && a.step === b.step && Math.abs(a.distance - b.distance) <= SAME * Math.abs(a.distance)
  );
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

/** The number with the fewest significant digits between two, of at most so many; null where there is none. */
function simplest(a: number, b: number, digits: number): number | null {
  const [low, high] = a < b ? [a, b] : [b, a];
  for (let precision = 1; precision <= digits; precision++) {
    const value = Number(((low + high) / 2).toPrecision(precision));
    if (value >= low && value <= high) return value;
  }
  return null;
}
