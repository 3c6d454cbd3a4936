import { capped } from '../capped.ts';
import { type ClauseCoverage, type CoveredClause, NOT_RUN, notRunIn, type ReachingCheck } from '../clauseCoverage.ts';
import { byChapter } from '../counts.ts';
import { codeSection, type PageCode } from './codeSection.ts';
import { dimensionsSection } from './dimensionsSection.ts';
import { htmlPage } from './document.ts';
import { titleOf } from './failuresSection.ts';
import { html, type Markup, type MarkupPart } from './markup.ts';
import { STATUSES, statusMark } from './statusMark.ts';
import { SIGNS } from './verdictSigns.ts';

const [MOST_NAME, MOST_TITLE] = [200, 160];
const STYLES = ['page.css', 'coverage.css'];
/** What the filter takes beside statuses: clauses by where their checks' inputs lie. */
const REACHES: Readonly<Record<string, string>> = {
  core: 'with core checks',
  edge: 'with edge checks',
  'edge-alone': 'with edge checks alone',
};

/**
 * The page of coverage: chapters, the port's lines that no clause reaches, clauses that no check reaches and why, and which checks
 * reach the others.
 *
 * @param coverage - of a run
 * @param code - the port's, as far as it was counted
 * @param own - where vitest's page of the code lies beside it; null where there is none
 */
export function coveragePage(coverage: ClauseCoverage, code: PageCode, own: string | null): string {
  const { port, chapters, clauses, verdict, standing } = coverage;
  const header = html`<p class="project">microgpt-spec <span class="faint">coverage</span></p>
<h1><bdi>${capped(port.name, MOST_NAME)}</bdi> <span class="faint"><bdi>${capped(port.version, MOST_NAME)}</bdi></span></h1>
<p class="verdict ${standing}"><span aria-hidden="true">${SIGNS[standing]}</span> ${verdict}</p>`;
  const main = html`<section aria-labelledby="chapters"><h2 id="chapters">Chapters</h2>
<div class="scroll" role="region" aria-label="Counts by chapter" tabindex="0"><table class="numbers"><thead><tr><th scope="col">chapter</th><th scope="col">clauses</th><th scope="col">claimed</th><th scope="col">checked</th><th scope="col">held</th><th scope="col">core checks</th><th scope="col">edge checks</th></tr></thead>
<tbody>${chapters.map((c) => html`<tr><th scope="row">${c.chapter}</th><td>${c.clauses}</td><td>${c.claimed}</td><td>${c.checked}</td><td>${c.held}</td><td>${c.core}</td><td>${c.edge}</td></tr>`)}</tbody></table></div>
<p class="faint">The inputs of core checks occur in a run on a text file; those of edge checks do not.</p></section>
${codeSection(code, own)}
${unreachedSection(clauses)}
${clauseTable(clauses)}
${dimensionsSection(coverage)}`;
  return htmlPage(`${capped(port.name, MOST_NAME)}: coverage`, header, main, STYLES);
}

function unreachedSection(clauses: readonly CoveredClause[]): Markup {
  const unreached = byChapter(clauses.filter((clause) => clause.unreached !== null && clause.unreached !== NOT_RUN));
  const notRun = notRunIn(clauses);
  const all = notRun.length === 0 ? 'Every clause is reached.' : 'Every clause that was run is reached.';
  return html`<section class="unreached" aria-labelledby="unreached"><h2 id="unreached">Clauses that no check reaches</h2>
${notRun.length === 0 ? null : html`<p>Not run: ${notRun.join(', ')}.</p>`}
${
  unreached.length === 0
    ? html`<p>${all}</p>`
    : unreached.map(
        ([chapter, own]) => html`<h3>${chapter} <span class="faint">${own.length}</span></h3>
<ul>${own.map(({ id, title, unreached: why }) => html`<li><span class="id">${id}</span> ${title}: ${why ?? ''}</li>`)}</ul>`,
      )
}</section>`;
}

function clauseTable(clauses: readonly CoveredClause[]): Markup {
  const statuses = [...new Set(clauses.map(({ status }) => status))].sort();
  return html`<section aria-labelledby="clauses"><h2 id="clauses">Which checks reach a clause</h2>
<form class="filter" hidden data-filters="#clause-list"><label>clause or text <input type="search" name="text" autocomplete="off"></label>
<label>show <select name="status"><option value="">all</option>${statuses.map((status) => html`<option value="${status}">${wordsFor(status)}</option>`)}${Object.entries(REACHES).map(([name, words]) => html`<option value="${name}">${words}</option>`)}</select></label><output aria-live="polite"></output></form>
<div class="wide" role="region" aria-label="Clauses" tabindex="0"><table class="clause-table"><thead><tr><th scope="col">clause</th><th scope="col">status</th><th scope="col">core</th><th scope="col">edge</th><th scope="col">title and checks</th></tr></thead>
<tbody id="clause-list">${clauses.map(clauseRow)}</tbody></table></div></section>`;
}

function clauseRow({ id, title, status, checks }: CoveredClause): Markup {
  const [core, edge] = (['core', 'edge'] as const).map(
    (reach) => checks.filter((check) => check.reach === reach).length,
  );
  const tokens = [
    status,
    ...(core > 0 ? ['core'] : []),
    ...(edge > 0 ? ['edge'] : []),
    ...(edge > 0 && core === 0 ? ['edge-alone'] : []),
  ];
  return html`<tr data-item data-status="${tokens.join(' ')}"><th scope="row"><span class="id">${id}</span></th><td>${status === 'not-run' ? html`<span class="faint">not run</span>` : statusMark(status)}</td><td class="count">${core}</td><td class="count">${edge}</td><td>${checks.length === 0 ? title : checksBlock(id, title, checks)}</td></tr>
`;
}

function checksBlock(id: string, title: string, checks: readonly ReachingCheck[]): Markup {
  return html`<details><summary>${title}</summary><ul>${checks.map(({ title: name, reach, status }) => html`<li>${capped(titleOf(name, id), MOST_TITLE)}${notes(reach, status)}</li>`)}</ul></details>`;
}

function notes(reach: ReachingCheck['reach'], status: ReachingCheck['status']): MarkupPart {
  return [
    reach === 'edge' ? html` <span class="kind">edge</span>` : null,
    status === 'held' ? null : html` ${statusMark(status)}`,
  ];
}

function wordsFor(status: CoveredClause['status']): string {
  return status === 'not-run' ? 'not run' : STATUSES[status].words;
}
