import { type Chapter, OPTIONAL } from '../port/ops.ts';
import { type Clause, readSpec } from '../spec/clauses.ts';
import { byChapter } from './counts.ts';
import type { ClauseResult, RunResult } from './result.ts';
import { standing, verdictText } from './verdict.ts';

const NOT_RUN = 'its chapter was not run';

/** How much of the specification a run has reached. */
export interface ClauseCoverage {
  readonly port: RunResult['port'];
  readonly revision: number;
  /** With its limits. */
  readonly verdict: string;
  readonly standing: ReturnType<typeof standing>;
  readonly chapters: readonly ChapterCoverage[];
  readonly clauses: readonly CoveredClause[];
}

/** A chapter's clauses, counted; the last of all has the name `total`. */
export interface ChapterCoverage {
  readonly chapter: Chapter | 'total';
  readonly clauses: number;
  /** Clauses of which the port claims an operation. */
  readonly claimed: number;
  /** Clauses of which a check ran. */
  readonly checked: number;
  /** Clauses of which every check that ran held. */
  readonly held: number;
  /** Checks that ran. */
  readonly checks: number;
}

/** One clause, and the checks that reached it. */
export interface CoveredClause {
  readonly id: string;
  readonly chapter: Chapter;
  readonly title: string;
  readonly claimed: boolean;
  readonly held: boolean;
  /** Titles of the checks that ran. */
  readonly checks: readonly string[];
  /** Why no check ran; null where one did. */
  readonly unreached: string | null;
}

/**
 * What a run has reached of the whole specification, chapters that were not run included.
 *
 * @param result - of a run
 * @param spec - the clauses that there are
 */
export function clauseCoverage(result: RunResult, spec: readonly Clause[] = readSpec()): ClauseCoverage {
  const ran = new Map(result.clauses.map((clause) => [clause.id, clause]));
  const clauses = spec.map((clause) => covered(clause, ran.get(clause.id)));
  return {
    port: result.port,
    revision: result.revision,
    verdict: verdictText(result),
    standing: standing(result),
    chapters: [...byChapter(clauses).map(([chapter, own]) => counted(chapter, own)), counted('total', clauses)],
    clauses,
  };
}

/** The same as a table for a terminal, and the clauses that no check has reached. */
export function coverageText({ chapters, clauses }: ClauseCoverage): string {
  const row = (cells: readonly (string | number)[]) =>
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(12) : String(cell).padStart(9))).join('');
  const unreached = clauses.filter((clause) => clause.unreached !== null && clause.unreached !== NOT_RUN);
  const notRun = [...new Set(clauses.filter((clause) => clause.unreached === NOT_RUN).map(({ chapter }) => chapter))];
  return [
    row(['clauses', 'all', 'claimed', 'checked', 'held', 'checks']),
    ...chapters.map((c) => row([c.chapter, c.clauses, c.claimed, c.checked, c.held, c.checks])),
    ...(notRun.length === 0 ? [] : [`chapters not run: ${notRun.join(' ')}`]),
    ...(unreached.length === 0
      ? [`every clause ${notRun.length === 0 ? '' : 'of the others '}is reached by a check`]
      : ['reached by no check:']),
    ...unreached.map(({ id, title, unreached: why }) => `  ${id.padEnd(14)} ${title}: ${why}`),
    '',
  ].join('\n');
}

function covered({ id, chapter, title, uncheckable }: Clause, result: ClauseResult | undefined): CoveredClause {
  const checks = result?.checks.filter(({ status }) => status === 'held' || status === 'failed') ?? [];
  const claimed = result !== undefined && result.status !== 'not-claimed';
  const why = checks.length > 0 ? null : (uncheckable ?? unreachedBecause(result));
  return {
    id,
    chapter,
    title,
    claimed,
    held: result?.status === 'held',
    checks: checks.map((check) => check.title),
    unreached: why,
  };
}

function unreachedBecause(result: ClauseResult | undefined): string {
  if (result === undefined) return NOT_RUN;
  const unclaimed = result.checks.filter(({ status }) => status === 'not-claimed').flatMap((check) => check.ops);
  const ops = [...new Set(unclaimed)].filter((op) => !OPTIONAL.has(op));
  if (ops.length > 0) return `the port does not claim all that its checks ask: ${ops.join(', ')}`;
  return result.checks.length === 0 ? 'it has no check' : 'its checks do not apply to this port';
}

function counted(chapter: ChapterCoverage['chapter'], clauses: readonly CoveredClause[]): ChapterCoverage {
  return {
    chapter,
    clauses: clauses.length,
    claimed: clauses.filter(({ claimed }) => claimed).length,
    checked: clauses.filter(({ checks }) => checks.length > 0).length,
    held: clauses.filter(({ held }) => held).length,
    checks: clauses.reduce((sum, { checks }) => sum + checks.length, 0),
  };
}
