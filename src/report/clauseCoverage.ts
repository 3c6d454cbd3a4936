import { declaredText } from '../port/declarations.ts';
import { type Chapter, OPS, OPTIONAL } from '../port/ops.ts';
import type { OpName } from '../port/port.ts';
import { type Clause, readSpec } from '../spec/clauses.ts';
import { byChapter } from './counts.ts';
import { filled } from './filled.ts';
import type { CheckResult, ClauseResult, ClauseStatus, RunResult } from './result.ts';
import { standing, verdictText } from './verdict.ts';

/** Why no check reached a clause of a chapter that was left out. */
export const NOT_RUN = 'it was not run';
/** Characters of `parameters.14`. */
const LONGEST_ID = 13;

/** How much of the specification a run has reached. */
export interface ClauseCoverage {
  readonly port: RunResult['port'];
  readonly revision: number;
  /** With its limits. */
  readonly verdict: string;
  readonly standing: ReturnType<typeof standing>;
  readonly chapters: readonly ChapterCoverage[];
  readonly clauses: readonly CoveredClause[];
  /** The operations that were asked. */
  readonly ops: readonly OpName[];
  /** Why the port was asked less than another, in a few words; null where it was not. */
  readonly limited: string | null;
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
  /** Those of them whose inputs occur in a run, and those whose inputs do not. */
  readonly core: number;
  readonly edge: number;
}

/** A check that ran. */
export type ReachingCheck = Pick<CheckResult, 'title' | 'kind' | 'reach' | 'status'>;

/** One clause, and the checks that reached it. */
export interface CoveredClause {
  readonly id: string;
  readonly chapter: Chapter;
  readonly title: string;
  readonly status: ClauseStatus | 'not-run';
  readonly claimed: boolean;
  readonly held: boolean;
  /** The checks that ran. */
  readonly checks: readonly ReachingCheck[];
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
    ops: askedOps(result),
    limited: limitsOf(result),
  };
}

/** The same as a table for a terminal, and the clauses that no check has reached. */
export function coverageText({ chapters, clauses }: ClauseCoverage): string {
  const row = (cells: readonly (string | number)[]) =>
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(12) : String(cell).padStart(9))).join('');
  const unreached = clauses.filter((clause) => clause.unreached !== null && clause.unreached !== NOT_RUN);
  const notRun = notRunIn(clauses);
  return [
    row(['clauses', 'all', 'claimed', 'checked', 'held', 'checks', 'core', 'edge']),
    ...chapters.map((c) => row([c.chapter, c.clauses, c.claimed, c.checked, c.held, c.checks, c.core, c.edge])),
    ...(notRun.length === 0 ? [] : [filled(`not run: ${notRun.join(', ')}`, { next: '  ' })]),
    ...(unreached.length === 0
      ? [`every clause ${notRun.length === 0 ? '' : 'that was run '}is reached by a check`]
      : ['reached by no check:']),
    ...byChapter(unreached).flatMap(([chapter, own]) => unreachedLines(chapter, own)),
    '',
  ].join('\n');
}

/** What was not run: chapters, and of those that ran in part how many clauses. */
export function notRunIn(clauses: readonly CoveredClause[]): string[] {
  return byChapter(clauses).flatMap(([chapter, own]) => {
    const left = own.filter(({ unreached }) => unreached === NOT_RUN).length;
    if (left === 0) return [];
    return left === own.length ? [chapter] : [`${left} of the ${own.length} clauses of ${chapter}`];
  });
}

function covered({ id, chapter, title, uncheckable }: Clause, result: ClauseResult | undefined): CoveredClause {
  const checks = result?.checks.filter(({ status }) => status === 'held' || status === 'failed') ?? [];
  const claimed = result !== undefined && result.status !== 'not-claimed';
  const why = checks.length > 0 ? null : (uncheckable ?? unreachedBecause(result));
  return {
    id,
    chapter,
    title,
    status: result?.status ?? 'not-run',
    claimed,
    held: result?.status === 'held',
    checks: checks.map(({ title: name, kind, reach, status }) => ({ title: name, kind, reach, status })),
    unreached: why,
  };
}

function askedOps({ clauses }: RunResult): OpName[] {
  const ran = clauses.flatMap(({ checks }) => checks).filter(({ status }) => status === 'held' || status === 'failed');
  const asked = new Set(ran.flatMap(({ ops }) => ops));
  return (Object.keys(OPS) as OpName[]).filter((op) => asked.has(op));
}

function limitsOf({ port, core }: RunResult): string | null {
  const declared = declaredText(port);
  const limits = [...(declared === '' ? [] : [`it declares ${declared}`]), ...(core ? ['core checks only'] : [])];
  return limits.length === 0 ? null : limits.join(', and ');
}

function unreachedBecause(result: ClauseResult | undefined): string {
  if (result === undefined) return NOT_RUN;
  const unclaimed = result.checks.filter(({ status }) => status === 'not-claimed').flatMap((check) => check.ops);
  const ops = [...new Set(unclaimed)].filter((op) => !OPTIONAL.has(op));
  if (ops.length > 0) return `the port does not claim all that its checks ask: ${ops.join(', ')}`;
  return result.checks.length === 0 ? 'it has no check' : 'its checks do not apply to this port';
}

/** A chapter's clauses that no check reaches, those together that have the same reason. */
function unreachedLines(chapter: Chapter, clauses: readonly CoveredClause[]): string[] {
  const reasons = [...new Set(clauses.map(({ unreached }) => unreached ?? ''))];
  return reasons.flatMap((why) => [
    filled(`${chapter}: ${why}`, { first: '  ', next: '    ' }),
    ...clauses
      .filter(({ unreached }) => unreached === why)
      .map(({ id, title }) =>
        filled(title, { first: `    ${id.padEnd(LONGEST_ID)} `, next: ' '.repeat(LONGEST_ID + 5) }),
      ),
  ]);
}

function counted(chapter: ChapterCoverage['chapter'], clauses: readonly CoveredClause[]): ChapterCoverage {
  const all = clauses.flatMap(({ checks }) => checks);
  return {
    chapter,
    clauses: clauses.length,
    claimed: clauses.filter(({ claimed }) => claimed).length,
    checked: clauses.filter(({ checks }) => checks.length > 0).length,
    held: clauses.filter(({ held }) => held).length,
    checks: all.length,
    core: all.filter(({ reach }) => reach === 'core').length,
    edge: all.filter(({ reach }) => reach === 'edge').length,
  };
}
