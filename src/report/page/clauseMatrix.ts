import { capped } from '../capped.ts';
import { byChapter } from '../counts.ts';
import type { Lineage } from '../lineages.ts';
import type { ClauseResult, ClauseStatus } from '../result.ts';
import { failureId } from './failuresSection.ts';
import { html, type Markup } from './markup.ts';
import { STATUSES, statusMark } from './statusMark.ts';
import { linked, type PageOf } from './trendSection.ts';

/** Statuses of clauses of which nothing was asked, and of those that stand among the failures of a port's page. */
const UNCLAIMED: readonly ClauseStatus[] = ['not-claimed', 'not-applicable'];
const FAILING: readonly ClauseStatus[] = ['failed', 'failed-at-edge'];
const LEGEND: readonly ClauseStatus[] = [
  'held',
  'failed',
  'failed-at-edge',
  'expected-failure',
  'not-claimed',
  'not-applicable',
];
/** Characters of a name. */
const MOST_NAME = 40;

/** Clauses by port: a table that can be filtered where there is a script; what failed leads to the port's page. */
export function clauseMatrix(lineages: readonly Lineage[], pageOf: PageOf): Markup {
  const clauses = new Map<string, ClauseResult>();
  for (const clause of lineages.flatMap(({ latest }) => latest.clauses))
    clauses.set(clause.id, clauses.get(clause.id) ?? clause);
  const columns = lineages.map(({ latest }) => ({
    clauses: new Map(latest.clauses.map((clause) => [clause.id, clause])),
    page: pageOf(latest),
  }));
  const ordered = byChapter([...clauses.values()]).flatMap(([, own]) =>
    own.toSorted((a, b) => numberOf(a.id) - numberOf(b.id)),
  );
  return html`<section aria-labelledby="matrix"><h2 id="matrix">Clauses by port</h2>
<p>${LEGEND.map((status) => html`${statusMark(status)} &nbsp; `)}</p>
<form class="filter" hidden data-filters="#clause-list"><label>clause or text <input type="search" name="text" autocomplete="off"></label>
<label>status <select name="status"><option value="">all</option><option value="failed">failed by some port</option><option value="failed-at-edge">failed at the edge</option><option value="expected-failure">expected to fail</option><option value="unclaimed">claimed by none</option></select></label><output aria-live="polite"></output></form>
<div class="scroll" role="region" aria-label="Each clause by port" tabindex="0"><table class="matrix" id="clause-list"><thead><tr><th scope="col">clause</th>${lineages.map((lineage) => head(lineage, pageOf(lineage.latest)))}</tr></thead>
<tbody>${ordered.map((clause) => clauseRow(clause, columns))}</tbody></table></div></section>`;
}

function head({ latest: { port }, system }: Lineage, page: string | null): Markup {
  const name = html`<bdi>${capped(port.name, MOST_NAME)}</bdi>`;
  const on = system === null ? null : html` <span class="faint">${system}</span>`;
  return html`<th scope="col"><span class="slanted">${linked(name, page)}${on}</span><span class="class">${port.dtype}</span></th>`;
}

interface MatrixColumn {
  readonly clauses: ReadonlyMap<string, ClauseResult>;
  readonly page: string | null;
}

function clauseRow({ id, title }: ClauseResult, columns: readonly MatrixColumn[]): Markup {
  const statuses = columns.map(({ clauses }) => clauses.get(id)?.status);
  const marks = [...new Set(statuses.map((status) => status ?? 'absent'))];
  const claimed = statuses.some((status) => status !== undefined && !UNCLAIMED.includes(status));
  return html`<tr id="${id}" data-item data-status="${[...marks, ...(claimed ? [] : ['unclaimed'])].join(' ')}"><th scope="row"><a class="id" href="#${id}">${id}</a> ${title}</th>${columns.map((column, i) => cell(id, statuses[i], column.page))}</tr>
`;
}

function cell(id: string, status: ClauseStatus | undefined, page: string | null): Markup {
  if (status === undefined) return html`<td></td>`;
  const { sign, words } = STATUSES[status];
  const leads = page !== null && FAILING.includes(status);
  return html`<td class="${status}" title="${words}">${leads ? html`<a href="${page}#${failureId(id)}" aria-label="${id} ${words}">${sign}</a>` : sign}</td>`;
}

function numberOf(id: string): number {
  return Number(id.split('.')[1]);
}
