import type { DeviantStart } from '../../deviations/deviantRun.ts';
import type { Deviation } from '../../deviations/deviation.ts';
import { deviationWith, type Family } from '../../deviations/families.ts';
import type { CompiledReference } from '../../deviations/patched.ts';
import { lossTolerance } from '../tolerance.ts';
import { type Choice, choiceOf } from './candidates.ts';
import { type Course, followed } from './course.ts';
import { type Fit, fitted, fittedAround, isChosen } from './fit.ts';
import { type Ground, Grounds, referenceGradient, referenceLosses } from './ground.ts';
import { type Choices, together } from './numeric/choicesOf.ts';
import { FAMILY_CHOICES, familyOf } from './numeric/familyChoices.ts';
import type { Target } from './target.ts';

/** How mistakes are tried. */
export interface TrialOptions {
  /** The reference, to make the mistakes in. */
  readonly compiled: CompiledReference;
  /** Called as trials begin, with how many there were, and what is tried: runs with mistakes, or readings of a dump. */
  readonly onProgress: (tried: number, what: 'mistakes' | 'readings') => void;
}

/** Mistakes that a run is made with. */
export interface Suspects {
  readonly ground: Ground;
  readonly parts: readonly Choice[];
  /** That only a changed copy of the reference can make. */
  readonly tapes: readonly Deviation[];
  /** A number that was fitted, with the part that has it. */
  readonly fit: { readonly family: Family; readonly fit: Fit } | null;
}

/** Mistakes whose run agrees with the log to its end. */
export interface Found extends Suspects {
  readonly course: Course;
}

/** A run of the plain numbers that leaves the log behind so many steps may do so by its own rounding alone. */
const OWN_STEPS = 8;
/** In a log of few digits it is only rounding that grows to them, as in a run that is chaotic: not so soon. */
const STEPS_TO_CHAOS = 64;
/** It is so near then, in units of what the log leaves open. */
const NEAR = 16;
/** Two runs have parted where their losses differ by so much of the class's tolerance. */
const PARTED = 1 / 16;
/** So many of such runs the reference decides of, those that come furthest. */
const MOST_DOUBTS = 3;
/** Gradients of step 1 that are kept. */
const MOST_GRADIENTS = 256;
/** Steps of one run, of all trials together, and of runs of changed copies of the reference in place of plain numbers. */
const MOST_STEPS = 400_000;
const REFERENCE_STEPS = 10;
/** Milliseconds that no search takes, however slow the machine. */
const LAST_GUARD_MS = 90_000;
/** Every so many trials their number is shown. */
const SHOWN_EVERY = 64;

/** Runs with mistakes, each followed as long as it agrees with a log; those that do to the end are noted. */
export class Trials {
  readonly found: Found[] = [];
  /** How many runs were begun. */
  count = 0;
  readonly #start: DeviantStart;
  readonly #target: Target;
  readonly #options: TrialOptions;
  readonly #grounds: Grounds;
  readonly #gradients = new Map<string, Promise<Float64Array | null>>();
  readonly #numericGradients = new Map<string, Float64Array>();
  #doubts: { readonly suspects: Suspects; readonly agreed: number }[] = [];
  #steps = 0;
  readonly #begun = performance.now();

  constructor(start: DeviantStart, target: Target, options: TrialOptions) {
    this.#start = start;
    this.#target = target;
    this.#options = options;
    this.#grounds = new Grounds(start, options.compiled);
  }

  /** Why no more is tried; null while there is room. */
  get end(): 'budget' | 'time' | null {
    if (this.#steps >= MOST_STEPS) return 'budget';
    return performance.now() - this.#begun > LAST_GUARD_MS ? 'time' : null;
  }

  ground(deviations: readonly Deviation[]): Promise<Ground | null> {
    this.#steps += REFERENCE_STEPS;
    return this.#grounds.of(deviations);
  }

  /** Whether a run begins as the log does, at the first step that the log has. */
  begins({ ground, parts }: Pick<Suspects, 'ground' | 'parts'>): boolean {
    const choices = together(parts.map((part) => part.choices));
    if (choices === null) return false;
    this.#count();
    if (this.#target.first > 1) return this.#follow(ground, choices).agreed >= this.#target.first;
    this.#steps++;
    let key = '';
    for (const { deviation, isBehindLogits } of parts) if (!isBehindLogits) key += `${deviation.id} `;
    return this.#target.agreesAt(1, ground.runs.first(ground, choices, key));
  }

  /**
   * Follows mistakes behind what begins as the log does. The gradient of step 1 is computed once for all that is done with it,
   * so that most are seen to fail at step 2 by one update and one forward pass.
   */
  async followBehind({ ground, parts }: Pick<Suspects, 'ground' | 'parts'>, behind: readonly Choice[]): Promise<void> {
    const all = [...parts, ...behind];
    const choices = together(all.map((part) => part.choices));
    if (choices === null) return;
    const { reported, backward } = choices.update;
    if (this.#target.last > 1 && reported === undefined && backward === undefined) {
      const key = [...ground.deviations, ...all.filter(isOfModel).map(({ deviation }) => deviation)].map(
        ({ id }) => id,
      );
      const gradient = this.#numericGradient(key.join('+'), ground, choices);
      this.#count();
      this.#steps++;
      if (!this.#target.agreesAt(2, ground.runs.second(ground, choices, gradient))) return;
    }
    await this.follow({ ground, parts: all });
  }

  /** Follows a run, and notes it where it agrees to the end; returns how far it does. */
  follow(suspects: Pick<Suspects, 'ground' | 'parts'>): number {
    const { ground, parts } = suspects;
    const choices = together(parts.map((part) => part.choices));
    if (choices === null) return 0;
    this.#count();
    const course = this.#follow(ground, choices);
    const whole = { ...suspects, tapes: [], fit: null };
    if (course.agreement !== null && deviationsOf(whole).length > 0) this.found.push({ ...whole, course });
    else if (mayBeRounding(course, this.#target)) this.#doubts.push({ suspects: whole, agreed: course.agreed });
    return course.agreed;
  }

  /** Lets the reference decide of those that leave the log so late that their own rounding can be why: of the last to do so. */
  async decideDoubts(): Promise<void> {
    const doubts = this.#doubts.splice(0).sort((a, b) => b.agreed - a.agreed);
    for (const { suspects } of doubts.slice(0, MOST_DOUBTS)) {
      if (this.found.length === 0) await this.#decide(suspects);
    }
  }

  /**
   * Two right runs with the same mistakes, in plain numbers and of the reference, part by rounding alone: up to there the log
   * must agree with the reference in its class, and behind it in f32.
   */
  async #decide(suspects: Suspects): Promise<void> {
    const reference = await this.reference(suspects);
    if (reference === null) return;
    const { last, within } = this.#target;
    const due = firstOf(reference, last);
    this.#steps += REFERENCE_STEPS * due.length;
    const other = firstOf(await this.losses(suspects), last);
    const parted = due.findIndex((loss, i) => !(Math.abs(loss - other[i]) <= PARTED * lossTolerance(within, loss)));
    const grownFrom = parted < 0 ? due.length + 1 : parted + 1;
    if (grownFrom <= OWN_STEPS) return;
    const agreement = due.length === last ? this.#target.agreement(due, grownFrom) : null;
    if (agreement === null) return;
    this.found.push({ ...suspects, course: { agreed: last, agreement, miss: null, losses: due } });
  }

  /** The same with a changed copy of the reference. */
  async followReference(suspects: Suspects): Promise<void> {
    this.#count();
    const losses = await this.reference(suspects);
    if (losses === null) return;
    const course = followed(this.#target, losses);
    this.#steps += REFERENCE_STEPS * course.losses.length;
    if (course.agreement !== null) this.found.push({ ...suspects, course });
  }

  /** Tries mistakes of the tape before updates: where the loss of step 2 is the log's, the reference is asked. */
  async followTape(ground: Ground, models: readonly Choice[], tape: Deviation, updates: readonly Choice[]) {
    const parts = [...models, ...updates];
    const choices = together(parts.map((part) => part.choices));
    const gradient = await this.#gradient([...ground.deviations, ...models.map(({ deviation }) => deviation), tape]);
    if (gradient === null || choices === null) return;
    this.#count();
    this.#steps++;
    // What the log does not have at step 2 does not decide.
    if (this.#target.last > 1 && !this.#target.agreesAt(2, ground.runs.second(ground, choices, gradient))) return;
    await this.followReference({ ground, parts, tapes: [tape], fit: null });
  }

  /** Looks for the value of a family with which, beside other mistakes, a run agrees to the end. */
  seekValue(family: Family, { ground, parts }: Pick<Suspects, 'ground' | 'parts'>): void {
    const run = this.#runWith(family, { ground, parts });
    const fit = fitted(family, run, this.#target);
    if (fit === null || !isChosen(fit)) return;
    const course = followed(this.#target, run(fit.best));
    const value = choiceOf(deviationWith(family, fit.best), FAMILY_CHOICES[family.id]?.(fit.best) ?? {});
    if (course.agreement === null) return;
    this.found.push({ ground, parts: [...parts, value], tapes: [], fit: { family, fit }, course });
  }

  /** Whether a run with a value of the family agrees already. */
  hasFound(family: Family): boolean {
    return this.found.some(({ parts }) => parts.some((part) => familyOf(part)?.family === family));
  }

  /** The values around one that agrees beside other mistakes. */
  fitAround(family: Family, value: number, beside: Pick<Suspects, 'ground' | 'parts'>): Fit {
    return fittedAround(family, value, this.#runWith(family, beside), this.#target);
  }

  /** The losses with a value of a family. */
  #runWith(family: Family, { ground, parts }: Pick<Suspects, 'ground' | 'parts'>) {
    const choicesWith = FAMILY_CHOICES[family.id];
    const others = parts.map((part) => part.choices);
    const parameters = choicesWith === undefined ? ground.parameters.slice() : ground.parameters;
    return (value: number): Iterable<number> => {
      const choices = together([...others, choicesWith?.(value) ?? {}]);
      if (choices === null) return [];
      this.#count();
      if (choicesWith === undefined) scale(parameters, ground.parameters, value / ground.config.std);
      return this.#counted(ground.runs.losses({ ...ground, parameters }, choices));
    };
  }

  /** The losses of the reference with all of the mistakes. */
  reference(suspects: Suspects): Promise<Iterable<number> | null> {
    return referenceLosses(deviationsOf(suspects), this.#start, this.#options.compiled);
  }

  /** The losses of a run without some of its mistakes, by the numbers or by the reference. */
  async losses(suspects: Suspects): Promise<Iterable<number>> {
    const { ground, parts, tapes } = suspects;
    const choices = together(parts.map((part) => part.choices));
    if (tapes.length === 0 && choices !== null) return ground.runs.losses(ground, choices);
    return (await this.reference(suspects)) ?? [];
  }

  #follow(ground: Ground, choices: Choices): Course {
    const course = followed(this.#target, ground.runs.losses(ground, choices));
    this.#steps += course.losses.length;
    return course;
  }

  #numericGradient(key: string, ground: Ground, choices: Choices): Float64Array {
    const known = this.#numericGradients.get(key);
    if (known !== undefined) return known;
    const gradient = ground.runs.gradient(ground, choices);
    if (this.#numericGradients.size > MOST_GRADIENTS) this.#numericGradients.clear();
    this.#numericGradients.set(key, gradient);
    return gradient;
  }

  #gradient(deviations: readonly Deviation[]): Promise<Float64Array | null> {
    const key = deviations.map(({ id, title }) => `${id} ${title}`).join('+');
    const known = this.#gradients.get(key);
    if (known !== undefined) return known;
    this.#steps += REFERENCE_STEPS;
    const made = referenceGradient(deviations, this.#start, this.#options.compiled);
    this.#gradients.set(key, made);
    return made;
  }

  *#counted(losses: Iterable<number>): Generator<number> {
    for (const loss of losses) {
      this.#steps++;
      yield loss;
    }
  }

  #count(): void {
    if (++this.count % SHOWN_EVERY === 0) this.#options.onProgress(this.count, 'mistakes');
  }
}

/** All that a run has otherwise. */
export function deviationsOf({ ground, parts, tapes }: Omit<Suspects, 'fit'>): readonly Deviation[] {
  return [...ground.deviations, ...parts.map(({ deviation }) => deviation), ...tapes];
}

function mayBeRounding({ agreed, miss }: Course, { within }: Target): boolean {
  const steps = within === 'f64' ? OWN_STEPS : STEPS_TO_CHAOS;
  return agreed >= steps && miss !== null && Math.abs(miss.distance) <= NEAR;
}

function firstOf(losses: Iterable<number>, count: number): number[] {
  const first: number[] = [];
  for (const loss of losses) if (first.push(loss) === count) break;
  return first;
}

function isOfModel({ choices }: Choice): boolean {
  return choices.model !== undefined;
}

function scale(to: Float64Array, from: Float64Array, factor: number): void {
  for (let i = 0; i < from.length; i++) to[i] = from[i] * factor;
}
