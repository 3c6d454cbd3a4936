import { capped } from '../capped.ts';
import { byChapter, countsOf } from '../counts.ts';
import { kindText } from '../failures.ts';
import type { CheckResult, ClauseResult, ClauseStatus, RunResult } from '../result.ts';
import { anchored } from './anchor.ts';
import { command } from './copyable.ts';
import { failureId, type Spec, titleOf } from './failuresSection.ts';
import { html, type Markup, type MarkupPart } from './markup.ts';
import { prose } from './prose.ts';
import { STATUSES, statusMark } from './statusMark.ts';

/** Characters of a check's title. */
const MOST_TITLE = 300;
const PERCENT = 100;
/** Statuses of clauses that stand among the failures. */
const FAILING: readonly ClauseStatus[] = ['failed', 'failed-at-edge'];
/** Statuses in the order of a bar. */
export const BAR: readonly ClauseStatus[] = [
  'held',
  'expected-failure',
  'failed-at-edge',
  'failed',
  'not-claimed',
  'not-applicable',
];

/** Every clause by chapter, with its checks; a field and a list to filter them by are shown where there is a script. */
export function clausesSection({ clauses }: RunResult, spec: Spec): Markup {
  return html`<section class="clauses" aria-labelledby="clauses">
<h2 id="clauses">Chapters and clauses</h2>
<form class="filter" hidden data-filters="#clause-list">
<label>clause or text <input type="search" name="text" autocomplete="off"></label>
<label>status <select name="status"><option value="">all</option>${statusesOf(clauses).map((status) => html`<option value="${status}">${STATUSES[status].words}</option>`)}</select></label>
<output aria-live="polite"></output>
</form>
<div id="clause-list">${byChapter(clauses).map(([chapter, own]) => chapterBlock(chapter, own, spec))}</div>
</section>`;
}

function statusesOf(clauses: readonly ClauseResult[]): ClauseResult['status'][] {
  return [...new Set(clauses.map(({ status }) => status))].sort();
}

function chapterBlock(chapter: string, clauses: readonly ClauseResult[], spec: Spec): Markup {
  const { held, failed, all, ...others } = countsOf(clauses);
  const shares = BAR.map((status) => {
    const count = clauses.filter((clause) => clause.status === status).length;
    return count === 0
      ? null
      : html`<rect class="${status}" x="${(PERCENT * before(clauses, status)) / all}" width="${(PERCENT * count) / all}" height="8"></rect>`;
  });
  const notes = [
    ...(failed > 0 ? [html` <span class="bad">${failed} failed</span>`] : []),
    ...(others['failed-at-edge'] > 0 ? [html` <span class="part">${others['failed-at-edge']} at the edge</span>`] : []),
    ...(others['expected-failure'] > 0 ? [html` <span>${others['expected-failure']} expected failures</span>`] : []),
    ...(others['not-claimed'] > 0 ? [html` <span class="faint">${others['not-claimed']} not claimed</span>`] : []),
  ];
  return html`<details class="chapter" data-group><summary><h3 id="chapter-${chapter}">${chapter}</h3> <span>${held} of ${all} held</span>${notes}
<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">${shares}</svg></summary>
${clauses.map((clause) => clauseBlock(clause, spec))}
</details>
`;
}

/** How many clauses come before those of a status, in the order of the bar. */
function before(clauses: readonly ClauseResult[], status: ClauseResult['status']): number {
  return clauses.filter((clause) => BAR.indexOf(clause.status) < BAR.indexOf(status)).length;
}

function clauseBlock(clause: ClauseResult, { statements, address }: Spec): Markup {
  const { id, title, status, checks, milliseconds, closest } = clause;
  const facts = [
    `${checks.length} ${checks.length === 1 ? 'check' : 'checks'}`,
    `${milliseconds.toFixed(0)} ms`,
    ...(closest === undefined ? [] : [`closest approach ${share(closest)} of a tolerance`]),
  ];
  const links = [
    ...(address === null ? [] : [html`, <a href="${address(clause)}">${id} in the specification</a>`]),
    ...(FAILING.includes(status) ? [html`, <a href="#${failureId(id)}">what failed</a>`] : []),
  ];
  return anchored(
    id,
    id,
    html`<details class="clause"><summary><span class="id">${id}</span> <span class="title">${title}</span> ${statusMark(status)}</summary>
<p class="statement">${prose(statements.get(id) ?? title)}</p>
${clause.reason === undefined ? null : html`<p>${status === 'expected-failure' ? 'Expected to fail' : 'Does not apply'}: ${clause.reason}</p>`}
<ul>${checks.map((check) => checkItem(check, id))}</ul>
<p class="faint">${facts.join(', ')}${links}, ${command(`npx microgpt-spec explain ${id}`)}</p></details>`,
    html`data-item data-status="${status}"`,
  );
}

function checkItem(check: CheckResult, id: string): Markup {
  const { title, status, closest } = check;
  const near: MarkupPart = closest === undefined ? null : html` <span class="faint">${share(closest)}</span>`;
  return html`<li><span class="kind">${kindText(check)}</span> ${capped(titleOf(title, id), MOST_TITLE)} ${status === 'held' ? null : statusMark(status)}${near}</li>`;
}

/** A share of a tolerance in percent, two digits. */
export function share(closest: number): string {
  const percent = PERCENT * closest;
  return percent < 1e-3 ? '< 0.001 %' : `${Number(percent.toPrecision(2))} %`;
}
