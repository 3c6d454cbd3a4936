import { readFileSync } from 'node:fs';
import { CATALOGUE } from '../deviations/catalogue.ts';
import type { Dtype } from '../port/precision.ts';
import { failuresInOrder } from '../report/failures.ts';
import type { CheckKind, CheckResult, ClauseResult } from '../report/result.ts';
import { CORRECT_VARIANTS } from './correctVariants.ts';
import { digests } from './digest.ts';
import type { IMPOSTORS } from './subjects.ts';
import type { Swept } from './sweep.ts';

/** What a check holds an answer against; `trace` is a vector of a whole training or of a sample. */
export type KillerKind = CheckKind | 'trace';

/** A check, as the figures need it. */
export interface CheckEntry {
  readonly title: string;
  readonly kind: KillerKind;
}

/** A deviation and the checks that failed; numbers are places in `checks`. */
export interface DeviationEntry {
  readonly id: string;
  readonly clause: string;
  /** The failure that `run` lists first; null where none failed. */
  readonly first: number | null;
  readonly failed: readonly number[];
}

/** The checks that an impostor passes. */
export interface ImpostorEntry {
  readonly id: (typeof IMPOSTORS)[number];
  readonly passed: readonly number[];
}

/** A correct port, and how near its nearest check came to failing. */
export interface VariantEntry {
  readonly id: string;
  readonly title: string;
  readonly dtype: Dtype;
  readonly failed: readonly number[];
  /** The largest share of a tolerance, and the check that it was used in. */
  readonly closest: number;
  readonly at: number;
}

/** The largest share of a check's tolerance that correct ports of a class used. */
export interface ToleranceEntry {
  readonly check: number;
  readonly f64: number;
  /** Which port that was. */
  readonly by: string;
  readonly f32: number;
}

/** spec/strength.json: what came of putting the suite to every subject. */
export interface Strength {
  readonly schema: 1;
  readonly node: string;
  readonly digests: Readonly<Record<string, string>>;
  readonly checks: readonly CheckEntry[];
  readonly deviations: readonly DeviationEntry[];
  readonly impostors: readonly ImpostorEntry[];
  readonly variants: readonly VariantEntry[];
  readonly tolerances: readonly ToleranceEntry[];
}

/** Where the record is kept. */
export const STRENGTH_FILE = new URL('../../spec/strength.json', import.meta.url);

/** Reads spec/strength.json. */
export function readStrength(): Strength {
  return JSON.parse(readFileSync(STRENGTH_FILE, 'utf8')) as Strength;
}

/** Digits of a share: it is read as a proportion, and has no more. */
const DIGITS = 2;

/** Operations whose vectors are traces of a whole run. */
const WHOLE_RUNS = ['train', 'sample', 'microgpt'];

/** Makes the record from the results. */
export function recordOf(swept: readonly Swept[]): Strength {
  const all = swept.map(({ clauses }) => clauses.flatMap(({ checks }) => checks));
  const checks = new Map<string, CheckEntry>();
  for (const { title, kind, ops } of all.flat()) checks.set(title, { title, kind: killerKind(kind, ops) });
  const titles = [...checks.keys()];
  const places = new Map(titles.map((title, place) => [title, place]));
  const where = (results: readonly CheckResult[], status: CheckResult['status']) =>
    results.filter((check) => check.status === status).map(({ title }) => places.get(title) ?? -1);
  const of = (kind: Swept['subject']['kind']) => swept.filter(({ subject }) => subject.kind === kind);
  const correct = [...of('variant'), ...of('seed')];
  return {
    schema: 1,
    node: process.versions.node,
    digests: digests(),
    checks: [...checks.values()],
    deviations: of('deviation').map(({ subject, clauses }) => ({
      id: subject.id,
      clause: CATALOGUE.find(({ id }) => id === subject.id)?.clause ?? '',
      first: firstOf(clauses, places),
      failed: where(checksOf(clauses), 'failed'),
    })),
    impostors: of('impostor').map(({ subject, clauses }) => ({
      id: subject.id as ImpostorEntry['id'],
      passed: where(checksOf(clauses), 'held'),
    })),
    variants: correct.map(({ subject, clauses }) => {
      const results = checksOf(clauses);
      const nearest = results.reduce((a, b) => ((b.closest ?? 0) > (a.closest ?? 0) ? b : a));
      return {
        id: subject.id,
        ...describedVariant(subject),
        failed: where(results, 'failed'),
        closest: rounded(nearest.closest ?? 0),
        at: places.get(nearest.title) ?? -1,
      };
    }),
    tolerances: tolerancesOf(correct, titles),
  };
}

function checksOf(clauses: readonly ClauseResult[]): CheckResult[] {
  return clauses.flatMap(({ checks }) => checks);
}

function killerKind(kind: CheckKind, ops: readonly string[]): KillerKind {
  return kind === 'vector' && ops.some((op) => WHOLE_RUNS.includes(op)) ? 'trace' : kind;
}

function firstOf(clauses: readonly ClauseResult[], places: ReadonlyMap<string, number>): number | null {
  const [first] = failuresInOrder(clauses);
  return first === undefined ? null : (places.get(first.check.title) ?? null);
}

function describedVariant({ kind, id }: Swept['subject']): Pick<VariantEntry, 'title' | 'dtype'> {
  if (kind === 'seed') return { title: `the reference, fast-check's seed ${id}`, dtype: 'f64' };
  const variant = CORRECT_VARIANTS.find((entry) => entry.id === id);
  return { title: variant?.title ?? id, dtype: variant?.dtype ?? 'f64' };
}

/** Checks that compared anything within a tolerance, and how much of it was used at most. */
function tolerancesOf(correct: readonly Swept[], titles: readonly string[]): ToleranceEntry[] {
  const most = new Map<string, { f64: number; by: string; f32: number }>();
  for (const { subject, clauses } of correct) {
    const { dtype } = describedVariant(subject);
    for (const { title, closest = 0 } of checksOf(clauses)) {
      const before = most.get(title) ?? { f64: 0, by: '', f32: 0 };
      if (closest <= before[dtype]) continue;
      const by = dtype === 'f64' ? `${subject.kind} ${subject.id}` : before.by;
      most.set(title, { ...before, by, [dtype]: closest });
    }
  }
  return titles.flatMap((title, check) => {
    const entry = most.get(title);
    return entry === undefined ? [] : [{ check, f64: rounded(entry.f64), by: entry.by, f32: rounded(entry.f32) }];
  });
}

function rounded(share: number): number {
  return Number(share.toPrecision(DIGITS));
}
