import { inline, table } from './markdown.ts';
import type { ClauseResult, ClauseStatus, RunResult } from './result.ts';
import { verdictText } from './verdict.ts';

/** What became of a clause from one result to another. */
export type Change = 'newly failing' | 'newly held' | 'newly claimed' | 'no longer claimed' | 'new' | 'gone';

/** A clause that is not as it was. */
export interface ChangedClause {
  readonly id: string;
  readonly title: string;
  readonly change: Change;
  /** Null where the clause was not asked. */
  readonly before: ClauseStatus | null;
  readonly after: ClauseStatus | null;
}

/** In the order in which they are told. */
const CHANGES: readonly Change[] = ['newly failing', 'no longer claimed', 'newly held', 'newly claimed', 'new', 'gone'];
const FAILING: readonly ClauseStatus[] = ['failed', 'failed-at-edge'];
/** Not put to the port, for whatever reason. */
const UNASKED: readonly ClauseStatus[] = ['not-claimed', 'not-applicable'];

/**
 * The clauses that became others, what is worse first.
 *
 * @param before - a result of an earlier version of the port
 * @param after - of a later one
 */
export function changedClauses(before: RunResult, after: RunResult): ChangedClause[] {
  const earlier = new Map(before.clauses.map((clause) => [clause.id, clause]));
  const later = new Set(after.clauses.map(({ id }) => id));
  const changed = [
    ...after.clauses.map((clause) => changeOf(earlier.get(clause.id) ?? null, clause)),
    ...before.clauses.filter(({ id }) => !later.has(id)).map((clause) => changeOf(clause, null)),
  ].filter((clause) => clause !== null);
  return changed.sort((a, b) => CHANGES.indexOf(a.change) - CHANGES.indexOf(b.change));
}

/** The same as Markdown, for a pull request. */
export function comparedMarkdown(before: RunResult, after: RunResult): string {
  const changed = changedClauses(before, after);
  const counts = CHANGES.flatMap((change) => {
    const count = changed.filter((clause) => clause.change === change).length;
    return count === 0 ? [] : [`${count} ${change}`];
  });
  const { port } = after;
  const others = differences(before, after);
  return [
    `## ${inline(port.name)} ${inline(before.port.version)} → ${inline(port.version)}: ${counts.join(', ') || 'no clause became another'}`,
    `before: ${verdictText(before)}; after: ${verdictText(after)}`,
    ...(others.length === 0 ? [] : [`The results differ in ${others.join(', ')} too, which may be why.`]),
    ...(changed.length === 0
      ? []
      : [
          table(
            ['clause', 'change', 'before', 'after'],
            changed.map(({ id, title, change, before: was, after: is }) => [
              `${id} ${inline(title)}`,
              change,
              was ?? 'not asked',
              is ?? 'not asked',
            ]),
          ),
        ]),
    '',
  ].join('\n\n');
}

function changeOf(before: ClauseResult | null, after: ClauseResult | null): ChangedClause | null {
  const clause = after ?? before;
  if (clause === null) return null;
  const [was, is] = [before?.status ?? null, after?.status ?? null];
  const told = (change: Change) => ({ id: clause.id, title: clause.title, change, before: was, after: is });
  if (is === null) return told('gone');
  if (was === null) return FAILING.includes(is) ? told('newly failing') : told('new');
  if (was === is) return null;
  if (FAILING.includes(is) && !FAILING.includes(was)) return told('newly failing');
  if (UNASKED.includes(is)) return UNASKED.includes(was) ? null : told('no longer claimed');
  if (is === 'held') return told(UNASKED.includes(was) ? 'newly claimed' : 'newly held');
  return null;
}

/** What else than the port is another. */
function differences(before: RunResult, after: RunResult): string[] {
  const seen: [name: string, unknown, unknown][] = [
    ['the port', before.port.name, after.port.name],
    ['the suite', before.suite, after.suite],
    ['the revision', before.revision, after.revision],
    ['the seed', before.seed, after.seed],
    ['the inputs for each law', before.runs, after.runs],
  ];
  return seen
    .filter(([, was, is]) => was !== is)
    .map(([name, was, is]) => `${name} (${inline(`${was}`)} → ${inline(`${is}`)})`);
}
