import { CATALOGUE } from '../../deviations/catalogue.ts';
import type { DeviantStart } from '../../deviations/deviantRun.ts';
import { type Finding, findingsOf } from '../../diff/step/findings.ts';
import { judgeSteps } from '../../diff/step/judgeStep.ts';
import type { StepDump } from '../../diff/step/stepDump.ts';
import { Random } from '../../reference/random.ts';
import { handDumps, referenceDumps } from './dumpOf.ts';
import { firstWrong } from './firstWrong.ts';
import { CATALOGUE_PLACES } from './mistakes/cataloguePlaces.ts';
import { mistakenDumps } from './mistakes/mistakenDumps.ts';
import type { Place } from './mistakes/place.ts';
import { STEP_MISTAKES } from './mistakes/stepMistakes.ts';
import { explains, isPlace } from './places.ts';
import { CANONICAL_SIZES, SQUARED, TWO_LAYERS } from './starts.ts';

export const PRECISIONS = ['f64', 'f32'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** Of the largest number of its row or matrix: what two right programs are off from each other stays below it (placed.test.ts). */
export const SHOWN: Readonly<Record<Precision, number>> = { f64: 1e-13, f32: 3e-6 };

/** A port with mistakes, and where each must be found. */
export interface Case {
  readonly ids: readonly string[];
  readonly places: readonly Place[];
  readonly start: DeviantStart;
  /** Its first three steps; null where they cannot be made. */
  readonly dumps: (precision: Precision) => Promise<readonly StepDump[] | null>;
  /** Those of the same program without mistakes; absent where nobody asks whether the dumps show any. */
  readonly right?: (precision: Precision) => Promise<readonly StepDump[] | null>;
}

/** What is found of a port with mistakes. */
export interface Placed {
  readonly ids: readonly string[];
  /** Of the mistakes, those that no finding names. */
  readonly missed: readonly string[];
  /** Whether any number of the steps is another than the right program's, by more than another order of additions makes it. */
  readonly shown: boolean;
  /** Whether the first finding names one of them. */
  readonly first: boolean;
  /** Findings that no mistake explains, as `backward layer0.q or layer0.attn_logits`. */
  readonly accused: readonly string[];
  /** Every finding, in the order of execution. */
  readonly found: readonly string[];
}

/** Judges the steps of a port, and sets the findings beside the places that are due. */
export async function placed({ ids, places, start, dumps, right }: Case, precision: Precision): Promise<Placed | null> {
  const made = await dumps(precision);
  if (made === null) return null;
  const findings = judgeSteps(made, start.config, precision).flatMap(({ stages }) => findingsOf(stages));
  const due = (await right?.(precision)) ?? [];
  const isShown = made.length < due.length || firstWrong(made, due, SHOWN[precision]) !== null;
  return {
    ids,
    shown: right === undefined || isShown || findings.length > 0,
    missed: ids.filter((_, i) => !findings.some((finding) => isPlace(finding, places[i]))),
    first: findings.length > 0 && places.some((place) => isPlace(findings[0], place)),
    accused: [...new Set(findings.filter((one) => !places.some((place) => explains(place, one))).map(textOf))],
    found: [...new Set(findings.map(textOf))],
  };
}

/** Every mistake of a step alone, from a start of its own needs. */
export function aloneAt(start: DeviantStart): Case[] {
  return mistakesAt(start).map((mistake) => caseOf([mistake], mistake.needs === 'squared ReLU' ? SQUARED : start));
}

/** Those that a start can show, or the same in the early revision. */
function mistakesAt(start: DeviantStart): typeof STEP_MISTAKES {
  const isSmall = start === TWO_LAYERS;
  return STEP_MISTAKES.filter(({ needs }) => isSmall || needs === undefined || needs === 'a token twice');
}

/** Every deviation of the catalogue that a step can show, alone. */
export function catalogueAt(start: DeviantStart): Case[] {
  return CATALOGUE.flatMap((entry): Case[] => {
    const due = CATALOGUE_PLACES.get(entry.id);
    if (due === undefined) return [];
    const dumps = (precision: Precision) => referenceDumps([entry], start, precision);
    const right = (precision: Precision) => referenceDumps([], start, precision);
    return [{ ids: [entry.id], places: [due.place], start, dumps, right }];
  });
}

/**
 * Mistakes of a step that one port has together.
 *
 * @param together - how many each has
 * @param count - of the ports; those whose mistakes change the same text are drawn anew
 * @param from - where they start
 */
export async function drawn(together: number, count: number, seed: number, from = TWO_LAYERS): Promise<Case[]> {
  const random = new Random(seed);
  const cases: Case[] = [];
  while (cases.length < count) {
    const mistakes = [...mistakesAt(from)];
    random.shuffle(mistakes);
    const some = mistakes.slice(0, together);
    const start = some.some(({ needs }) => needs === 'squared ReLU') ? SQUARED : from;
    if ((await mistakenDumps(some, start)) !== null) cases.push(caseOf(some, start));
  }
  return cases;
}

/** The starts by their names on the page. */
export const STARTS: ReadonlyMap<string, DeviantStart> = new Map([
  ['two layers', TWO_LAYERS],
  ["microgpt.py's sizes", CANONICAL_SIZES],
]);

function caseOf(mistakes: typeof STEP_MISTAKES, start: DeviantStart): Case {
  const isByHand = mistakes.some(({ program }) => program === 'hand');
  return {
    ids: mistakes.map(({ id }) => id),
    places: mistakes.map(({ place }) => place),
    start,
    dumps: (precision) => mistakenDumps(mistakes, start, precision),
    right: async (precision) =>
      isByHand ? handDumps([], start, precision) : await referenceDumps([], start, precision),
  };
}

function textOf({ part, places }: Finding): string {
  return `${part} ${places.join(' or ')}`;
}
