import { capped } from '../capped.ts';
import { countsOf } from '../counts.ts';
import { dayOf } from '../date.ts';
import { systemOf } from '../lineages.ts';
import type { ClauseResult, RunResult } from '../result.ts';
import { standing, verdictText } from '../verdict.ts';
import { html, type Markup, type MarkupPart } from './markup.ts';
import { statusMark } from './statusMark.ts';
import { linked, type PageOf } from './trendSection.ts';
import { SIGNS } from './verdictSigns.ts';

/** Clauses that are shown, and characters of a version. */
const [MOST_CLAUSES, MOST_NAME] = [60, 60];

/**
 * Results of one port in other classes and on other systems, side by side, with the clauses of which not the same became in all.
 *
 * @param results - two or more; the first is the page's own
 */
export function besideSection(results: readonly RunResult[], pageOf: PageOf): MarkupPart {
  const clauses = results.map((result) => new Map(result.clauses.map((clause) => [clause.id, clause])));
  const differing = results[0].clauses.filter(({ id }) => new Set(clauses.map((own) => own.get(id)?.status)).size > 1);
  const shown = differing.slice(0, MOST_CLAUSES);
  const facts: readonly [string, (result: RunResult) => MarkupPart][] = [
    ['verdict', verdictOf],
    ['clauses held', ({ clauses: own }) => `${countsOf(own).held}/${own.length}`],
    [
      'version',
      ({ port, date }) =>
        html`<bdi>${capped(port.version, MOST_NAME)}</bdi>${date === undefined ? null : `, ${dayOf(date)}`}`,
    ],
    ['machine', ({ machine }) => capped(machine.cpu, MOST_NAME)],
  ];
  return html`<section aria-labelledby="beside-others"><h2 id="beside-others">Other classes and systems</h2>
<p>${differing.length === 0 ? 'Every clause became the same in all of them.' : `${differing.length === 1 ? 'One clause' : `${differing.length} clauses`} did not become the same in all of them.`}</p>
<div class="scroll" role="region" aria-label="This port in other classes and on other systems" tabindex="0"><table class="side-by-side"><thead><tr><td></td>${results.map((result, i) => head(result, i === 0 ? null : pageOf(result)))}</tr></thead>
<tbody>${facts.map(([name, of]) => html`<tr><th scope="row">${name}</th>${results.map((result) => html`<td>${of(result)}</td>`)}</tr>`)}
${shown.map((clause) => clauseRow(clause, clauses))}</tbody></table></div>
${differing.length > shown.length ? html`<p class="faint">and ${differing.length - shown.length} more clauses</p>` : null}</section>`;
}

function head(result: RunResult, page: string | null): Markup {
  return html`<th scope="col">${linked(html`${result.port.dtype}, ${systemOf(result)}`, page)}</th>`;
}

function verdictOf(result: RunResult): Markup {
  const shown = standing(result);
  return html`<span class="${shown}">${SIGNS[shown]} ${verdictText(result)}</span>`;
}

function clauseRow({ id, title }: ClauseResult, clauses: readonly ReadonlyMap<string, ClauseResult>[]): Markup {
  const statuses = clauses.map((own) => own.get(id)?.status);
  return html`<tr><th scope="row"><a class="id" href="#${id}">${id}</a> ${title}</th>${statuses.map((status) => html`<td>${status === undefined ? 'not asked' : statusMark(status)}</td>`)}</tr>
`;
}
