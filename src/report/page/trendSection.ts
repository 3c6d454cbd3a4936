import { capped } from '../capped.ts';
import { countsOf } from '../counts.ts';
import { dayOf } from '../date.ts';
import type { Milestone } from '../history.ts';
import type { RunResult } from '../result.ts';
import { standing, verdictText } from '../verdict.ts';
import { html, type Markup, type MarkupPart } from './markup.ts';
import { trendChart } from './trendChart.ts';
import { SIGNS } from './verdictSigns.ts';

/** Characters of a version, and rows of the table, the latest. */
const [MOST_NAME, MOST_ROWS] = [60, 200];

/** Where the pages of results are, from the page that is made; null where a result has none. */
export type PageOf = (result: RunResult) => string | null;

/**
 * What became of a port, result by result: clauses by status, and the strictest class of the canonical losses.
 *
 * @param history - the earliest first
 * @param name - of the port, for those who do not see where the table stands
 */
export function trend(history: readonly Milestone[], name: string, pageOf: PageOf): Markup {
  const rows = history.slice(-MOST_ROWS).toReversed();
  const hidden = history.length - rows.length;
  return html`<div class="trend scroll" role="region" aria-label="${capped(name, MOST_NAME)} over time, drawn" tabindex="0">${trendChart(history)}</div>
<div class="scroll" role="region" aria-label="${capped(name, MOST_NAME)} over time, in numbers" tabindex="0"><table class="history"><thead><tr><th scope="col">version</th><th scope="col">date</th><th scope="col">held</th><th scope="col">failed</th><th scope="col">losses</th><th scope="col">verdict</th></tr></thead>
<tbody>${rows.map((milestone) => row(milestone, pageOf))}</tbody></table></div>
${hidden > 0 ? html`<p class="faint">and ${hidden} earlier results</p>` : null}`;
}

function row({ result, losses }: Milestone, pageOf: PageOf): Markup {
  const { port, date, clauses } = result;
  const { held, all, failed, 'failed-at-edge': atEdge } = countsOf(clauses);
  const shown = standing(result);
  const failures = [...(failed > 0 ? [`${failed}`] : []), ...(atEdge > 0 ? [`${atEdge} at the edge`] : [])];
  return html`<tr><th scope="row">${linked(html`<bdi>${capped(port.version, MOST_NAME)}</bdi>`, pageOf(result))}</th><td>${date === undefined ? '–' : dayOf(date)}</td><td class="number">${held}/${all}</td><td class="number">${failures.join(', ') || '0'}</td><td>${losses ?? 'not asked'}</td><td class="${shown}">${SIGNS[shown]} ${verdictText(result)}</td></tr>
`;
}

/** A link, where there is a page that it leads to. */
export function linked(text: Markup, page: string | null): MarkupPart {
  return page === null ? text : html`<a href="${page}">${text}</a>`;
}
