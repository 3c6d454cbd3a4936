import type { CheckEntry, KillerKind, Strength } from './record.ts';

/** A mistake of either catalogue. */
export interface KnownMistake {
  readonly id: string;
  readonly chapter: string;
  /** The clause that it violates; null for a mistake of a whole program, which has a chapter alone. */
  readonly clause: string | null;
  /** In a line; null where its name says it. */
  readonly title: string | null;
}

/** What killed a mistake. */
export interface Kill {
  readonly mistake: KnownMistake;
  /** The checks that failed. */
  readonly killers: readonly CheckEntry[];
  /** The one that `run` lists first. */
  readonly first: CheckEntry | null;
  /** Whether a check of the mistake's own clause is among them. */
  readonly ownClause: boolean;
  /** Whether the first is of the mistake's own chapter. */
  readonly ownChapterFirst: boolean;
  /** Whether a law, or an input that must be rejected, is among them. */
  readonly byLaw: boolean;
  /** Whether a law of the own clause is. */
  readonly byOwnLaw: boolean;
  /** Whether a check is among them whose inputs a run may have. */
  readonly byCore: boolean;
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
  return deviations.map(({ id, clause, ...ended }) =>
    killOf(checks, { id, clause, chapter: chapterOf(clause), title: null }, ended),
  );
}

/** What killed each mistake of a whole program, in the order of the second catalogue. */
export function programKillsOf({ checks, programs }: Strength): Kill[] {
  return programs.map(({ id, chapter, title, ...ended }) =>
    killOf(checks, { id, clause: null, chapter, title }, ended),
  );
}

/** The checks that failed, by their places; the one listed first, or null. */
interface Ended {
  readonly first: number | null;
  readonly failed: readonly number[];
}

function killOf(checks: readonly CheckEntry[], mistake: KnownMistake, ended: Ended): Kill {
  const killers = ended.failed.map((place) => checks[place]);
  const first = ended.first === null ? null : checks[ended.first];
  const own = killers.filter((check) => clauseOf(check) === mistake.clause);
  const laws = killers.filter(isLaw);
  const elsewhere = laws.map(clauseOf).filter((clause) => chapterOf(clause) !== mistake.chapter);
  return {
    mistake,
    killers,
    first,
    ownClause: own.length > 0,
    ownChapterFirst: first !== null && chapterOf(clauseOf(first)) === mistake.chapter,
    byLaw: laws.length > 0,
    byOwnLaw: own.some(isLaw),
    byCore: killers.some(({ reach }) => reach === 'core'),
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
