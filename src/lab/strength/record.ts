import { readFileSync } from 'node:fs';
import { CATALOGUE } from '../../deviations/catalogue.ts';
import { CHAPTERS, type Chapter } from '../../port/ops.ts';
import type { Dtype } from '../../port/precision.ts';
import { failuresInOrder } from '../../report/failures.ts';
import type { CheckKind, Reach } from '../../report/result.ts';
import { CORRECT_VARIANTS } from './correctVariants.ts';
import { PROGRAM_MISTAKES } from './programs/programs.ts';
import { type IMPOSTORS, nameOf } from './subjects.ts';
import type { Swept } from './sweep.ts';
import type { SweptCheck } from './sweepCache.ts';

/** What a check holds an answer against; `trace` is a vector of a whole training or of a sample. */
export type KillerKind = CheckKind | 'trace';

/** A check, as the figures need it. */
export interface CheckEntry {
  readonly title: string;
  readonly kind: KillerKind;
  /** Null in a record that does not say it. */
  readonly reach: Reach | null;
}

/** A deviation and the checks that failed; numbers are places in `checks`. */
export interface DeviationEntry {
  readonly id: string;
  readonly clause: string;
  /** The failure that `run` lists first; null where none failed. */
  readonly first: number | null;
  readonly failed: readonly number[];
}

/** A mistake of a whole program and the checks that failed. */
export interface ProgramEntry extends Omit<DeviationEntry, 'clause'> {
  readonly title: string;
  readonly chapter: Chapter;
}

/** The checks that an impostor passes, and those that it fails. */
export interface ImpostorEntry {
  readonly id: (typeof IMPOSTORS)[number];
  readonly passed: readonly number[];
  readonly failed: readonly number[];
}

/** A correct port under every seed, and how near its nearest check came to failing. */
export interface VariantEntry {
  readonly id: string;
  readonly title: string;
  readonly dtype: Dtype;
  /** How many times the suite was put to it, and how many of these had a failure that a right port must not have. */
  readonly runs: number;
  readonly alarms: number;
  /** Checks that failed in any, and must not. */
  readonly failed: readonly number[];
  /** Edge checks that failed in any, of a port that conforms in core alone. */
  readonly atEdge: readonly number[];
  /** The largest share of a tolerance, and the check that it was used in. */
  readonly closest: number;
  readonly at: number;
}

/** A check's tolerance from both sides, in units of the tolerance. */
export interface ToleranceEntry {
  readonly check: number;
  /** The noise ceiling: the most that a correct port used, by class. */
  readonly f64: number;
  readonly f32: number;
  /** Which port used it in f64. */
  readonly by: string;
  /** The mistake floor: the least by which a deviation failed here; null where none did by a difference. */
  readonly floor: number | null;
  /** Which deviation that was. */
  readonly mistake: string | null;
}

/** spec/measured/strength.json: what came of putting the suite to every subject. */
export interface Strength {
  readonly schema: 2;
  readonly node: string;
  readonly checks: readonly CheckEntry[];
  readonly deviations: readonly DeviationEntry[];
  /** None where they are not measured yet. */
  readonly programs: readonly ProgramEntry[];
  readonly impostors: readonly ImpostorEntry[];
  readonly variants: readonly VariantEntry[];
  readonly tolerances: readonly ToleranceEntry[];
}

/** Where the record is kept. */
export const STRENGTH_FILE = new URL('../../../spec/measured/strength.json', import.meta.url);

/** Reads spec/measured/strength.json. */
export function readStrength(): Strength {
  return JSON.parse(readFileSync(STRENGTH_FILE, 'utf8')) as Strength;
}

/** Digits of a share: it is read as a proportion, and has no more. */
const DIGITS = 2;

/** Operations whose vectors are traces of a whole run. */
const WHOLE_RUNS = ['train', 'sample', 'microgpt'];

/** Makes the record from the results. */
export function recordOf(swept: readonly Swept[]): Strength {
  const checks = new Map<string, CheckEntry>();
  for (const { title, kind, reach, ops } of swept.flatMap((entry) => entry.checks))
    checks.set(title, { title, kind: killerKind(kind, ops), reach });
  const titles = [...checks.keys()];
  const places = new Map(titles.map((title, place) => [title, place]));
  const where = (results: readonly SweptCheck[], status: SweptCheck['status']) =>
    results.filter((check) => check.status === status).map(({ title }) => places.get(title) ?? -1);
  const of = (kind: Swept['subject']['kind']) => swept.filter(({ subject }) => subject.kind === kind);
  const correct = [...of('variant'), ...of('seed')];
  return {
    schema: 2,
    node: process.versions.node,
    checks: [...checks.values()],
    deviations: of('deviation').map(({ subject, checks: results }) => ({
      id: subject.id,
      clause: CATALOGUE.find(({ id }) => id === subject.id)?.clause ?? '',
      first: firstOf(results, places),
      failed: where(results, 'failed'),
    })),
    programs: of('program').map(({ subject, checks: results }) => ({
      id: subject.id,
      ...describedProgram(subject.id),
      first: firstOf(results, places),
      failed: where(results, 'failed'),
    })),
    impostors: of('impostor').map(({ subject, checks: results }) => ({
      id: subject.id as ImpostorEntry['id'],
      passed: where(results, 'held'),
      failed: where(results, 'failed'),
    })),
    variants: [...new Set(correct.map(variantOf))].map((id) => {
      const runs = correct.filter((entry) => variantOf(entry) === id).map((entry) => entry.checks);
      const mayFail = ({ reach }: SweptCheck) => reach === 'edge' && isCoreAlone(id);
      const failures = runs.map((results) =>
        where(
          results.filter((check) => !mayFail(check)),
          'failed',
        ),
      );
      const atEdge = runs.flatMap((results) => where(results.filter(mayFail), 'failed'));
      const nearest = runs.flat().reduce((a, b) => ((b.closest ?? 0) > (a.closest ?? 0) ? b : a));
      return {
        id,
        ...describedVariant(id),
        runs: runs.length,
        alarms: failures.filter((failed) => failed.length > 0).length,
        failed: [...new Set(failures.flat())],
        atEdge: [...new Set(atEdge)],
        closest: rounded(nearest.closest ?? 0),
        at: places.get(nearest.title) ?? -1,
      };
    }),
    tolerances: tolerancesOf(correct, of('deviation'), titles),
  };
}

function killerKind(kind: CheckKind, ops: readonly string[]): KillerKind {
  return kind === 'vector' && ops.some((op) => WHOLE_RUNS.includes(op)) ? 'trace' : kind;
}

function firstOf(results: readonly SweptCheck[], places: ReadonlyMap<string, number>): number | null {
  const clauses = [...new Set(results.map(({ clause }) => clause))].map((id) => ({
    id,
    chapter: chapterOf(id),
    title: id,
    status: 'failed' as const,
    checks: results.filter(({ clause }) => clause === id),
  }));
  const [first] = failuresInOrder(clauses);
  return first === undefined ? null : (places.get(first.check.title) ?? null);
}

function chapterOf(clause: string): Chapter {
  const chapter = CHAPTERS.find((name) => clause.startsWith(`${name}.`));
  if (chapter === undefined) throw new Error(`strength: ${clause} is of no chapter`);
  return chapter;
}

function describedProgram(id: string): Pick<ProgramEntry, 'title' | 'chapter'> {
  const program = PROGRAM_MISTAKES.find((entry) => entry.id === id);
  if (program === undefined) throw new Error(`strength: there is no ${id}; see src/lab/strength/programs`);
  return { title: program.title, chapter: chapterOf(`${program.chapter}.`) };
}

/** The correct port that a subject is, under whatever seed. */
function variantOf({ subject: { id, reseeded } }: Swept): string {
  return reseeded?.of ?? id;
}

function describedVariant(id: string): Pick<VariantEntry, 'title' | 'dtype'> {
  const variant = CORRECT_VARIANTS.find((entry) => entry.id === id);
  return { title: variant?.title ?? 'the reference', dtype: variant?.dtype ?? 'f64' };
}

function isCoreAlone(id: string): boolean {
  return CORRECT_VARIANTS.find((entry) => entry.id === id)?.coreAlone === true;
}

/** Checks that compared anything within a tolerance, with the largest share of correct ports and the least of mistakes. */
function tolerancesOf(
  correct: readonly Swept[],
  deviations: readonly Swept[],
  titles: readonly string[],
): ToleranceEntry[] {
  const ceilings = { f64: new Map<string, Extreme>(), f32: new Map<string, Extreme>() };
  for (const entry of correct) {
    const { subject, checks } = entry;
    const ceiling = ceilings[describedVariant(variantOf(entry)).dtype];
    for (const { title, closest = 0 } of checks) {
      if (closest > (ceiling.get(title)?.share ?? 0)) ceiling.set(title, { share: closest, by: nameOf(subject) });
    }
  }
  const floors = new Map<string, Extreme>();
  for (const { subject, checks } of deviations) {
    for (const { title, status, closest = 0 } of checks) {
      const isFailure = status === 'failed' && closest > 1;
      if (isFailure && closest < (floors.get(title)?.share ?? Infinity)) {
        floors.set(title, { share: closest, by: subject.id });
      }
    }
  }
  return titles.flatMap((title, check) => {
    const [f64, f32, floor] = [ceilings.f64.get(title), ceilings.f32.get(title), floors.get(title)];
    if ((f64 ?? f32 ?? floor) === undefined) return [];
    return [
      {
        check,
        f64: rounded(f64?.share ?? 0),
        f32: rounded(f32?.share ?? 0),
        by: f64?.by ?? '',
        floor: floor === undefined ? null : rounded(floor.share),
        mistake: floor?.by ?? null,
      },
    ];
  });
}

/** The extreme share of a tolerance, and whose it is. */
interface Extreme {
  readonly share: number;
  readonly by: string;
}

function rounded(share: number): number {
  return Number(share.toPrecision(DIGITS));
}
