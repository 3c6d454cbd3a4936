import type { Deviation } from '../../deviations/deviation.ts';
import { isSupported, type Support, supportBy } from './evidence.ts';
import type { Fit } from './fit.ts';
import { familyOf } from './numeric/familyChoices.ts';
import type { Agreement, Target } from './target.ts';
import { deviationsOf, type Found, type Suspects, type Trials } from './trials.ts';

/** A number of an explanation, and the values between which the log's digits fit. */
export interface FittedValue extends Fit {
  /** The family, and the deviation of the explanation that has the value. */
  readonly family: string;
  readonly id: string;
}

/** Known mistakes that explain a log: together, where there are several. */
export interface Explanation extends Agreement {
  readonly deviations: readonly Deviation[];
  readonly fitted: readonly FittedValue[];
}

/** Explanations, and how many more there are that the log says too little for. */
export interface Explanations {
  readonly explanations: readonly Explanation[];
  readonly weak: number;
}

const CLASSES: readonly Agreement['precision'][] = ['exact', 'f64', 'printed', 'f32'];
/** Where more mistakes than these explain a log that are not the same, its digits do not tell which. */
const MOST_UNLIKE = 2;
/** Losses that differ by less are the same, computed in another order. */
const SAME = 1e-9;
/** After so many steps losses whose median lies so many units apart need not be followed further. */
const PLAIN_STEPS = 100;
const PLAIN_UNITS = 64;
/** Steps of a run in plain numbers that the reference repeats. */
const REPEATED = 50;

/**
 * What was found, as it may be said: the reference confirms it, each mistake is needed, and values of one family are one.
 *
 * @param count - among how many mistakes was chosen
 */
export async function explanationsOf(trials: Trials, target: Target, count: number): Promise<Explanations> {
  const said: { explanation: Explanation; found: Found }[] = [];
  const ways = new Set<string>();
  let weak = 0;
  for (const found of trials.found.toSorted(byLikelihood)) {
    const way = wayOf(found);
    const agreement = ways.has(way) ? null : await confirmed(trials, target, found);
    if (agreement === null) continue;
    ways.add(way);
    if (!(await isNeeded(trials, target, found, count))) {
      weak++;
      continue;
    }
    said.push({
      found,
      explanation: { ...agreement, deviations: deviationsOf(found), fitted: valuesOf(trials, found) },
    });
  }
  if (unlike(said.map(({ found }) => found.course.losses)) > MOST_UNLIKE) {
    return { explanations: [], weak: weak + said.length };
  }
  const explanations = said
    .map(({ explanation }) => ({ explanation, key: rank(explanation) }))
    .sort((a, b) => a.key.map((part, i) => part - b.key[i]).find((difference) => difference !== 0) ?? 0)
    .map(({ explanation }) => explanation);
  return { explanations: explanations.filter((one) => isAsGood(one, explanations[0])), weak };
}

/** What it is, a number of a family whatever its value. */
function wayOf({ ground, parts, tapes }: Suspects): string {
  const ids = parts.map((part) => familyOf(part)?.family.id ?? part.deviation.id);
  return [...ground.deviations, ...tapes]
    .map(({ id }) => id)
    .concat(ids)
    .sort()
    .join('+');
}

/**
 * The agreement, where the reference confirms it for some steps: for all, where it is bit for bit. What the reference itself
 * has decided is confirmed.
 */
async function confirmed(trials: Trials, target: Target, found: Found): Promise<Agreement | null> {
  const { agreement } = found.course;
  if (agreement === null || found.tapes.length > 0) return agreement;
  const losses: number[] = [];
  let isExact = true;
  for (const loss of (await trials.reference(found)) ?? []) {
    losses.push(loss);
    const step = losses.length;
    if (!target.agreesAt(step, loss)) return step > REPEATED ? agreement : null;
    isExact &&= target.isAt(step, loss);
    if (step === target.last || (step >= REPEATED && !isExact)) break;
  }
  if (losses.length < Math.min(REPEATED, found.course.losses.length)) return null; // it ends where the numbers go on
  return isExact && losses.length === target.last ? target.agreement(losses) : agreement;
}

/** Whether the log says enough for each of the mistakes: without it, the others give losses that are far enough away. */
async function isNeeded(trials: Trials, target: Target, found: Found, count: number): Promise<boolean> {
  const { ground, parts, tapes, fit } = found;
  const among = count * (fit?.fit.values ?? 1);
  const without: Suspects[] = [
    ...parts.map((part) => ({ ...found, parts: parts.filter((other) => other !== part) })),
    ...tapes.map((tape) => ({ ...found, tapes: tapes.filter((other) => other !== tape) })),
  ];
  for (const deviation of ground.deviations) {
    const others = await trials.ground(ground.deviations.filter((other) => other !== deviation));
    if (others !== null) without.push({ ...found, ground: others });
  }
  for (const suspects of without) {
    if (!isSupported(supportOf(target, found.course.losses, await trials.losses(suspects)), among)) return false;
  }
  return true;
}

function supportOf(target: Target, losses: readonly number[], without: Iterable<number>): Support {
  const units: number[] = [];
  let step = 0;
  for (const loss of without) {
    const [here, there] = [target.distance(step + 1, losses[step] ?? Number.NaN), target.distance(step + 1, loss)];
    if (here !== null && there !== null) {
      units.push(Number.isNaN(here - there) ? Number.POSITIVE_INFINITY : Math.abs(here - there));
    }
    step++;
    if (step >= losses.length || (step === PLAIN_STEPS && supportBy(units).median >= PLAIN_UNITS))
      return supportBy(units);
  }
  return { bits: Number.POSITIVE_INFINITY, largest: Number.POSITIVE_INFINITY, median: Number.POSITIVE_INFINITY }; // it ends where the other goes on
}

/** The values between which the digits fit, of each part that has one. */
function valuesOf(trials: Trials, found: Found): FittedValue[] {
  return found.parts.flatMap((part): FittedValue[] => {
    const of = familyOf(part);
    if (of === null) return [];
    const { family, value } = of;
    const parts = found.parts.filter((other) => other !== part);
    const known = found.fit?.family === family ? found.fit.fit : null;
    return [
      { family: family.id, id: part.deviation.id, ...(known ?? trials.fitAround(family, value, { ...found, parts })) },
    ];
  });
}

/** What is the same in fewer digits, has fewer mistakes, or is a value of the catalogue, comes first. */
function byLikelihood(a: Found, b: Found): number {
  return (
    deviationsOf(a).length - deviationsOf(b).length ||
    Number(a.fit !== null) - Number(b.fit !== null) ||
    (a.course.agreement?.comparison.maxAbsDelta ?? 0) - (b.course.agreement?.comparison.maxAbsDelta ?? 0)
  );
}

/** Where some agree without float32's noise, those that need it are none. */
function isAsGood({ comparison }: Explanation, best: Explanation): boolean {
  return best.comparison.beyondF64 > 0 || comparison.beyondF64 === 0;
}

/** How many different runs there are. */
function unlike(runs: readonly (readonly number[])[]): number {
  const different: (readonly number[])[] = [];
  for (const run of runs) {
    const isNew = different.every((other) => run.some((loss, i) => !(Math.abs(loss - other[i]) <= SAME)));
    if (isNew) different.push(run);
  }
  return different.length;
}

/** In the order in which they count: the class, losses that only float32's noise explains, few mistakes, small deltas. */
function rank({ precision, comparison, deviations }: Explanation): number[] {
  return [CLASSES.indexOf(precision), comparison.beyondF64, deviations.length, comparison.maxAbsDelta];
}
