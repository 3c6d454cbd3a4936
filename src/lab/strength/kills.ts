import type { CheckEntry, DeviationEntry, KillerKind, Strength } from './record.ts';

/** What killed a deviation. */
export interface Kill {
  readonly deviation: DeviationEntry;
  /** The checks that failed. */
  readonly killers: readonly CheckEntry[];
  /** The one that `run` lists first. */
  readonly first: CheckEntry | null;
  /** Whether a check of the deviation's own clause is among them. */
  readonly ownClause: boolean;
  /** Whether the first is of the deviation's own chapter. */
  readonly ownChapterFirst: boolean;
  /** Whether a law, or an input that must be rejected, is among them. */
  readonly byLaw: boolean;
  /** Whether a law of the own clause is. */
  readonly byOwnLaw: boolean;
  readonly kinds: readonly KillerKind[];
  /** Clauses of other chapters of which a law failed: the noise that a reader has to look past. */
  readonly unrelated: number;
}

/** Kinds that know nothing of recorded numbers or of the reference. */
const LAWS: readonly KillerKind[] = ['law', 'error'];

/** The order of the columns. */
const KINDS: readonly KillerKind[] = ['law', 'error', 'example', 'vector', 'trace', 'differential'];

/** What killed each deviation, in the order of the catalogue. */
export function killsOf({ checks, deviations }: Strength): Kill[] {
  return deviations.map((deviation) => killOf(checks, deviation));
}

function killOf(checks: readonly CheckEntry[], deviation: DeviationEntry): Kill {
  const killers = deviation.failed.map((place) => checks[place]);
  const first = deviation.first === null ? null : checks[deviation.first];
  const own = killers.filter((check) => clauseOf(check) === deviation.clause);
  const laws = killers.filter(isLaw);
  const elsewhere = laws.map(clauseOf).filter((clause) => chapterOf(clause) !== chapterOf(deviation.clause));
  return {
    deviation,
    killers,
    first,
    ownClause: own.length > 0,
    ownChapterFirst: first !== null && chapterOf(clauseOf(first)) === chapterOf(deviation.clause),
    byLaw: laws.length > 0,
    byOwnLaw: own.some(isLaw),
    kinds: KINDS.filter((kind) => killers.some((check) => check.kind === kind)),
    unrelated: new Set(elsewhere).size,
  };
}

/** Whether a check knows nothing of recorded numbers or of the reference. */
export function isLaw({ kind }: CheckEntry): boolean {
  return LAWS.includes(kind);
}

/** The clause that a check's title begins with. */
export function clauseOf({ title }: CheckEntry): string {
  return title.slice(0, title.indexOf(' '));
}

/** `loss` of `loss.3` */
export function chapterOf(clause: string): string {
  return clause.slice(0, clause.indexOf('.'));
}
