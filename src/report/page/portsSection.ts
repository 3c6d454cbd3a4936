import { lossTolerance } from '../../diff/tolerance.ts';
import { canonicalLosses } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { float } from '../../port/json.ts';
import { capped } from '../capped.ts';
import { byChapter, countsOf } from '../counts.ts';
import type { Lineage } from '../lineages.ts';
import type { RunResult } from '../result.ts';
import { scopeText, standing } from '../verdict.ts';
import { short } from './curveSection.ts';
import { html, type Markup, type MarkupPart } from './markup.ts';
import { linked, type PageOf } from './trendSection.ts';
import { SIGNS } from './verdictSigns.ts';

/** Characters of a name. */
const MOST_NAME = 60;
/** What losses that were not asked, and those that leave their class, are sorted by, behind all differences. */
const [NOT_ASKED, OFF] = [1e9, 1e6];

/** Ports by chapter: a table that can be sorted and filtered where there is a script. */
export function portsSection(lineages: readonly Lineage[], pageOf: PageOf): Markup {
  const chapters = byChapter(lineages.flatMap(({ latest }) => latest.clauses)).map(([chapter]) => chapter);
  const golden = canonicalLosses(openGolden());
  const heads = ['port', 'language', 'class', 'verdict', 'losses', 'held'];
  return html`<section aria-labelledby="ports"><h2 id="ports">Ports</h2>
<form class="filter" hidden data-filters="#port-list"><label>port or language <input type="search" name="text" autocomplete="off"></label>
<label>verdict <select name="status"><option value="">all</option><option value="good">conforms</option><option value="part">conforms in a part</option><option value="bad">does not conform</option></select></label><output aria-live="polite"></output></form>
<div class="scroll" role="region" aria-label="Ports by chapter" tabindex="0"><table class="ports" id="port-list" data-sortable><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}${chapters.map((chapter) => html`<th scope="col"><span class="slanted">${chapter}</span></th>`)}</tr></thead>
<tbody>${lineages.map((lineage) => portRow(lineage, chapters, golden, pageOf(lineage.latest)))}</tbody></table></div></section>`;
}

function portRow(
  { latest, system }: Lineage,
  chapters: readonly string[],
  golden: readonly number[],
  page: string | null,
): Markup {
  const { port, clauses } = latest;
  const { held, all } = countsOf(clauses);
  const shown = standing(latest);
  const scope = scopeText(latest);
  const cells = chapters.map((chapter) => {
    const own = countsOf(clauses.filter((clause) => clause.chapter === chapter));
    const atEdge = own['failed-at-edge'];
    const edge: MarkupPart = atEdge > 0 ? html` <b class="part">✗${atEdge}</b>` : null;
    const failed: MarkupPart = own.failed > 0 ? html` <b class="bad">✗${own.failed}</b>` : null;
    return html`<td class="number" data-key="${own.held - own.failed * own.all}">${own.held}/${own.all}${failed}${edge}</td>`;
  });
  const curve = curveOf(latest, golden);
  const name = html`<bdi>${capped(port.name, MOST_NAME)}</bdi>`;
  const which = html`<span class="faint version"><bdi>${capped(port.version, MOST_NAME)}</bdi>${system === null ? null : ` ${system}`}</span>`;
  return html`<tr data-item data-status="${shown}"><th scope="row">${linked(name, page)} ${which}</th><td><bdi>${capped(port.lang, MOST_NAME)}</bdi></td><td>${port.dtype}</td><td class="${shown} words">${SIGNS[shown]} ${latest.verdict}${scope === '' ? null : `, ${scope}`}</td><td data-key="${curve.key}">${curve.text}</td><td class="number" data-key="${held}">${held}/${all}</td>${cells}</tr>
`;
}

/** A port's losses in a word: their largest difference, or the first step that is outside its class. */
function curveOf({ canonical, port }: RunResult, golden: readonly number[]): { key: number; text: MarkupPart } {
  if (canonical.losses === null) return { key: NOT_ASKED, text: html`<span class="faint">not asked</span>` };
  const deltas = canonical.losses.map((loss, i) => Math.abs(float(loss, 'loss') - (golden[i] ?? NaN)));
  const first = deltas.findIndex((delta, i) => !(delta <= lossTolerance(port.dtype, golden[i] ?? NaN)));
  if (first >= 0) return { key: OFF - first, text: html`<span class="bad">off at step ${first + 1}</span>` };
  const most = Math.max(0, ...deltas);
  return { key: most, text: `within ${short(most)}` };
}
