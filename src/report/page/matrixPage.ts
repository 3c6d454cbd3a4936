import { lossTolerance } from '../../diff/tolerance.ts';
import { canonicalLosses } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { float } from '../../port/json.ts';
import { capped } from '../capped.ts';
import { byChapter, countsOf } from '../counts.ts';
import type { ClauseResult, ClauseStatus, RunResult } from '../result.ts';
import { standing, verdictText } from '../verdict.ts';
import { short } from './curveSection.ts';
import { htmlPage } from './document.ts';
import { html, type Markup, type MarkupPart } from './markup.ts';
import { failedIn } from './matrixFailures.ts';
import { STATUSES, statusMark } from './statusMark.ts';
import { SIGNS } from './verdictSigns.ts';

/** Statuses of clauses of which nothing was asked. */
const UNCLAIMED: readonly ClauseStatus[] = ['not-claimed', 'not-applicable'];
/** Characters of a name. */
const MOST_NAME = 60;

/** The page of many results: ports by chapter, which can be sorted, and ports by clause, which can be filtered. */
export function matrixPage(results: readonly RunResult[]): string {
  const shown = results.map(standing);
  const [conforming, part] = [
    shown.filter((one) => one !== 'bad').length,
    shown.filter((one) => one === 'part').length,
  ];
  const all = part > 0 ? 'part' : 'good';
  const body = html`<header>
<p class="project">microgpt-spec <span class="faint">conformance report</span></p>
<h1>${results.length} ports of microgpt.py</h1>
<p class="verdict ${conforming === results.length ? all : 'bad'}">${conforming} of ${results.length} conform${part > 0 ? `, ${part} of them in a part` : ''}</p>
</header>
<main>
${portsSection(results)}
${clausesMatrix(results)}
${failedIn(results)}
</main>`;
  return htmlPage(`${results.length} ports of microgpt.py`, body);
}

function portsSection(results: readonly RunResult[]): Markup {
  const chapters = byChapter(results.flatMap(({ clauses }) => clauses)).map(([chapter]) => chapter);
  const losses = canonicalLosses(openGolden());
  const heads = ['port', 'language', 'class', 'verdict', 'held', 'losses', ...chapters];
  return html`<section aria-labelledby="ports"><h2 id="ports">Ports</h2>
<form class="filter" hidden data-filters="#port-list"><label>port or language <input type="search" name="text" autocomplete="off"></label>
<label>verdict <select name="status"><option value="">all</option><option value="good">conforms</option><option value="part">conforms in a part</option><option value="bad">does not conform</option></select></label><output aria-live="polite"></output></form>
<div class="scroll" role="region" aria-label="Ports by chapter" tabindex="0"><table class="ports" id="port-list" data-sortable><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${results.map((result) => portRow(result, chapters, losses))}</tbody></table></div></section>`;
}

function portRow(result: RunResult, chapters: readonly string[], golden: readonly number[]): Markup {
  const { port, clauses } = result;
  const { held, all } = countsOf(clauses);
  const shown = standing(result);
  const cells = chapters.map((chapter) => {
    const own = countsOf(clauses.filter((clause) => clause.chapter === chapter));
    const atEdge = own['failed-at-edge'];
    const edge: MarkupPart = atEdge > 0 ? html` <b class="part">✗${atEdge}</b>` : null;
    const failed: MarkupPart = own.failed > 0 ? html` <b class="bad">✗${own.failed}</b>` : null;
    return html`<td class="number" data-key="${own.held - own.failed * own.all}">${own.held}/${own.all}${failed}${edge}</td>`;
  });
  const curve = curveOf(result, golden);
  return html`<tr data-item data-status="${shown}"><th scope="row"><bdi>${capped(port.name, MOST_NAME)}</bdi> <span class="faint"><bdi>${capped(port.version, MOST_NAME)}</bdi></span></th><td><bdi>${capped(port.lang, MOST_NAME)}</bdi></td><td>${port.dtype}</td><td class="${shown}">${SIGNS[shown]} ${verdictText(result)}</td><td class="number" data-key="${held}">${held}/${all}</td><td data-key="${curve.key}">${curve.text}</td>${cells}</tr>
`;
}

/** A port's losses in a word: their largest difference, or the first step that is outside its class. */
function curveOf({ canonical, port }: RunResult, golden: readonly number[]): { key: number; text: MarkupPart } {
  if (canonical.losses === null) return { key: 1e9, text: html`<span class="faint">not asked</span>` };
  const deltas = canonical.losses.map((loss, i) => Math.abs(float(loss, 'loss') - (golden[i] ?? NaN)));
  const first = deltas.findIndex((delta, i) => !(delta <= lossTolerance(port.dtype, golden[i] ?? NaN)));
  if (first >= 0) return { key: 1e6 - first, text: html`<span class="bad">off at step ${first + 1}</span>` };
  const most = Math.max(0, ...deltas);
  return { key: most, text: `within ${short(most)}` };
}

function clausesMatrix(results: readonly RunResult[]): Markup {
  const clauses = new Map<string, ClauseResult>();
  for (const result of results)
    for (const clause of result.clauses) clauses.set(clause.id, clauses.get(clause.id) ?? clause);
  const byId = results.map((result) => new Map(result.clauses.map((clause) => [clause.id, clause])));
  const ordered = byChapter([...clauses.values()]).flatMap(([, own]) =>
    own.toSorted((a, b) => numberOf(a.id) - numberOf(b.id)),
  );
  return html`<section aria-labelledby="matrix"><h2 id="matrix">Clauses by port</h2>
<p>${(['held', 'failed', 'failed-at-edge', 'expected-failure', 'not-claimed', 'not-applicable'] as const).map((status) => html`${statusMark(status)} &nbsp; `)}</p>
<form class="filter" hidden data-filters="#clause-list"><label>clause or text <input type="search" name="text" autocomplete="off"></label>
<label>status <select name="status"><option value="">all</option><option value="failed">failed by some port</option><option value="failed-at-edge">failed at the edge</option><option value="expected-failure">expected to fail</option><option value="unclaimed">claimed by none</option></select></label><output aria-live="polite"></output></form>
<div class="scroll" role="region" aria-label="Clauses by port" tabindex="0"><table class="matrix" id="clause-list"><thead><tr><th scope="col">clause</th>${results.map(({ port }) => html`<th scope="col"><div class="slanted"><bdi>${capped(port.name, MOST_NAME)}</bdi></div></th>`)}</tr></thead>
<tbody>${ordered.map((clause) => clauseRow(clause, byId))}</tbody></table></div></section>`;
}

function clauseRow({ id, title }: ClauseResult, byId: readonly ReadonlyMap<string, ClauseResult>[]): Markup {
  const statuses = byId.map((clauses) => clauses.get(id)?.status);
  const marks = [...new Set(statuses.map((status) => status ?? 'absent'))];
  const claimed = statuses.some((status) => status !== undefined && !UNCLAIMED.includes(status));
  return html`<tr data-item data-status="${[...marks, ...(claimed ? [] : ['unclaimed'])].join(' ')}"><th scope="row" title="${title}"><span class="id">${id}</span> ${title}</th>${statuses.map(
    (status) =>
      status === undefined
        ? html`<td></td>`
        : html`<td class="${status}" title="${STATUSES[status].words}">${STATUSES[status].sign}</td>`,
  )}</tr>
`;
}

function numberOf(id: string): number {
  return Number(id.split('.')[1]);
}
