import { type Chapter, SPEC_CHAPTERS } from '../port/ops.ts';
import type { ClauseResult, ClauseStatus } from './result.ts';

/** How many clauses have each status. */
export type Counts = Readonly<Record<ClauseStatus | 'all', number>>;

/** Counts clauses by status. */
export function countsOf(clauses: readonly ClauseResult[]): Counts {
  const count = (status: ClauseStatus) => clauses.filter((clause) => clause.status === status).length;
  return {
    all: clauses.length,
    held: count('held'),
    failed: count('failed'),
    'failed-at-edge': count('failed-at-edge'),
    'expected-failure': count('expected-failure'),
    'not-claimed': count('not-claimed'),
    'not-applicable': count('not-applicable'),
  };
}

/** The clauses of each chapter that has any. */
export function byChapter<T extends { readonly chapter: Chapter }>(clauses: readonly T[]): [Chapter, T[]][] {
  return SPEC_CHAPTERS.map((chapter): [Chapter, T[]] => [
    chapter,
    clauses.filter((clause) => clause.chapter === chapter),
  ]).filter(([, own]) => own.length > 0);
}
