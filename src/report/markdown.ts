import { shown } from '../port/shown.ts';
import { capped } from './capped.ts';
import { type Column, columnText } from './columns.ts';
import { byChapter, countsOf } from './counts.ts';
import { dayOf } from './date.ts';
import { failuresInOrder, kindText } from './failures.ts';
import { fenced } from './fenced.ts';
import type { Milestone } from './history.ts';
import type { RunResult } from './result.ts';
import { standing, verdictText } from './verdict.ts';

/** Failures that are shown in full; a summary on GitHub takes 1 MiB. */
const MOST_FAILURES = 20;
/** Characters of a name in a table. */
const MOST_NAME = 100;
/** Results of a port that its table over time has, the latest. */
const MOST_MILESTONES = 30;
/** Beside a verdict; blue where a part of the specification was asked, as on the badge. */
const SIGNS = { good: '✅', part: '🔵', bad: '❌' } as const;
/** What means something to Markdown or HTML, or calls someone. */
const SPECIAL = /[\\`*_{}[\]<>#|~@&:]/g;

/** One result as Markdown: verdict, chapters, failures. For a job's summary, a comment, a page of its own. */
export function runMarkdown(result: RunResult): string {
  const { port, suite, revision, seed, problems } = result;
  return [
    `## ${SIGNS[standing(result)]} ${inline(port.name)} ${inline(port.version)}: ${verdictText(result)}`,
    `${inline(port.lang)}, ${port.dtype}; microgpt-spec ${inline(suite)}, specification revision ${revision}, seed ${seed}`,
    chapterTable(result),
    ...expectedLines(result),
    ...problems.slice(0, MOST_FAILURES).map((problem) => `- ${inline(problem)}`),
    ...failures(result),
    '',
  ].join('\n\n');
}

/** Many results as Markdown: a port a row, a chapter a column, and below what became of those with earlier results. */
export function matrixMarkdown(columns: readonly Column[]): string {
  const results = columns.map(({ lineage }) => lineage.latest);
  const chapters = byChapter(results.flatMap(({ clauses }) => clauses)).map(([chapter]) => chapter);
  const head = ['port', 'language', 'class', 'verdict', ...chapters];
  const rows = columns.map(({ lineage: { latest, system } }) => {
    const { port, clauses } = latest;
    return [
      `${inline(port.name)} ${inline(port.version)}${system === null ? '' : `, ${inline(system)}`}`,
      inline(port.lang),
      port.dtype,
      verdictCell(latest),
      ...chapters.map((chapter) => countsCell(clauses.filter((clause) => clause.chapter === chapter))),
    ];
  });
  const histories = columns.filter(({ history }) => history.length > 0);
  return [
    `## Conformance of ${results.length} ports to microgpt.py`,
    table(head, rows),
    ...histories.flatMap((column) => [`### ${inline(columnText(column))} over time`, historyTable(column.history)]),
    '',
  ].join('\n\n');
}

function historyTable(history: readonly Milestone[]): string {
  const rows = history
    .slice(-MOST_MILESTONES)
    .toReversed()
    .map(({ result, losses }) => [
      inline(result.port.version),
      result.date === undefined ? '' : dayOf(result.date),
      countsCell(result.clauses),
      losses ?? 'not asked',
      verdictCell(result),
    ]);
  return table(['version', 'date', 'held', 'losses', 'verdict'], rows);
}

function verdictCell(result: RunResult): string {
  return `${SIGNS[standing(result)]} ${verdictText(result)}`;
}

function countsCell(clauses: RunResult['clauses']): string {
  const { held, all, failed, 'failed-at-edge': atEdge } = countsOf(clauses);
  return `${held}/${all}${failed > 0 ? ` ❌ ${failed}` : ''}${atEdge > 0 ? ` 🔵 ${atEdge}` : ''}`;
}

function chapterTable({ clauses }: RunResult): string {
  const row = (name: string, own: RunResult['clauses']) => {
    const counts = countsOf(own);
    return [
      name,
      ...[
        counts.held,
        counts.failed,
        counts['failed-at-edge'],
        counts['expected-failure'],
        counts['not-claimed'],
        counts.all,
      ].map(String),
    ];
  };
  return table(
    ['chapter', 'held', 'failed', 'at the edge', 'expected failures', 'not claimed', 'clauses'],
    [...byChapter(clauses).map(([chapter, own]) => row(chapter, own)), row('**total**', clauses)],
  );
}

function expectedLines({ clauses }: RunResult): string[] {
  const expected = clauses.filter(({ status }) => status === 'expected-failure');
  if (expected.length === 0) return [];
  const lines = expected.map(({ id, title, reason }) => `- ${id} ${inline(title)}: ${inline(reason ?? '')}`);
  return [`Expected failures:\n\n${lines.join('\n')}`];
}

function failures({ clauses }: RunResult): string[] {
  const all = failuresInOrder(clauses);
  const hidden = all.length - MOST_FAILURES;
  return [
    ...all
      .slice(0, MOST_FAILURES)
      .map(
        ({ clause, check }) =>
          `### ${inline(check.title)}\n\n${clause.id} ${inline(clause.title)} (${kindText(check)})\n\n${fenced(check.counterexample ?? '')}`,
      ),
    ...(hidden > 0 ? [`and ${hidden} more failed checks; the JSON has them all`] : []),
  ];
}

/** A table in Markdown; cells are as they stand. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Text from outside on a line: nothing of it means anything to Markdown, HTML or GitHub. */
export function inline(text: string): string {
  return capped(shown(text), MOST_NAME)
    .replace(/\s+/g, ' ')
    .replace(SPECIAL, (character) => `&#${character.charCodeAt(0)};`);
}
