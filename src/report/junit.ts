import { shown } from '../port/shown.ts';
import { byChapter } from './counts.ts';
import { failedClauses } from './failures.ts';
import type { ClauseResult, RunResult } from './result.ts';

/** What XML 1.0 has no character for, behind `shown`. */
const NO_XML = /[\ufffe\uffff]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};
const MS_PER_S = 1000;
/** Characters of a failure; a request may stand whole in it. */
const MOST = 20_000;

/**
 * A result as JUnit's XML, as build servers read it: a test case a clause, of the class `microgpt-spec.loss`, and of a clause that
 * failed the smallest case.
 */
export function junit(result: RunResult): string {
  const cases = new Map(failedClauses(result.clauses).map(({ clause, checks }) => [clause.id, checks[0]]));
  const suites = byChapter(result.clauses).map(([chapter, clauses]) => [
    `  <testsuite name="microgpt-spec.${chapter}"${numbers(clauses)}>`,
    ...clauses.flatMap((clause) => testCase(clause, cases.get(clause.id))),
    '  </testsuite>',
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="microgpt-spec"${numbers(result.clauses)}>`,
    ...suites.flat(),
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(clause: ClauseResult, failed: ClauseResult['checks'][number] | undefined): string[] {
  const { id, chapter, title, status, milliseconds, reason } = clause;
  const head = `    <testcase classname="microgpt-spec.${chapter}" name=${attribute(`${id} ${title}`)} time="${seconds(milliseconds)}"`;
  if (failed !== undefined) {
    const text = shown(failed.counterexample ?? '').slice(0, MOST);
    return [
      `${head}>`,
      `      <failure type=${attribute(failed.kind)} message=${attribute(failed.title)}>${escaped(text, /[&<>]/g)}</failure>`,
      '    </testcase>',
    ];
  }
  if (status === 'held') return [`${head}/>`];
  const why = reason ?? clause.checks[0]?.reason ?? status;
  return [`${head}>`, `      <skipped message=${attribute(`${status}: ${why}`)}/>`, '    </testcase>'];
}

function numbers(clauses: readonly ClauseResult[]): string {
  const failures = clauses.filter(({ status }) => status === 'failed' || status === 'failed-at-edge').length;
  const skipped = clauses.length - failures - clauses.filter(({ status }) => status === 'held').length;
  const time = seconds(clauses.reduce((sum, { milliseconds }) => sum + milliseconds, 0));
  return ` tests="${clauses.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${time}"`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / MS_PER_S).toFixed(3);
}

function attribute(text: string): string {
  return `"${escaped(shown(text), /[&<>"\n]/g)}"`;
}

function escaped(text: string, special: RegExp): string {
  return text.replace(NO_XML, '\ufffd').replace(special, (character) => ESCAPES[character]);
}
