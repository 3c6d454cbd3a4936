import { capped } from '../capped.ts';
import type { ClauseCoverage, CoveredClause } from '../clauseCoverage.ts';
import { htmlPage } from './document.ts';
import { titleOf } from './failuresSection.ts';
import { html, type Markup } from './markup.ts';

const [MOST_NAME, MOST_TITLE] = [200, 160];

/**
 * The page of clause coverage: chapters, what no check has reached and why, and which checks reach each clause.
 *
 * @param coverage - of a run
 * @param code - where the coverage of code lies beside it; null where there is none
 */
export function coveragePage(coverage: ClauseCoverage, code: string | null): string {
  const { port, chapters, clauses, verdict, standing } = coverage;
  const unreached = clauses.filter((clause) => clause.unreached !== null);
  const header = html`<p class="project">microgpt-spec <span class="faint">clause coverage</span></p>
<h1><bdi>${capped(port.name, MOST_NAME)}</bdi> <span class="faint"><bdi>${capped(port.version, MOST_NAME)}</bdi></span></h1>
<p class="verdict ${standing}">${verdict}</p>`;
  const main = html`<section aria-labelledby="chapters"><h2 id="chapters">Chapters</h2>
<div class="scroll" role="region" aria-label="Chapters in numbers" tabindex="0"><table class="numbers"><thead><tr><th scope="col">chapter</th><th scope="col">clauses</th><th scope="col">claimed</th><th scope="col">checked</th><th scope="col">held</th><th scope="col">checks</th></tr></thead>
<tbody>${chapters.map((c) => html`<tr><th scope="row">${c.chapter}</th><td>${c.clauses}</td><td>${c.claimed}</td><td>${c.checked}</td><td>${c.held}</td><td>${c.checks}</td></tr>`)}</tbody></table></div>
<p>${code === null ? 'The code of a port in another process is covered by its own language.' : html`The code beside it: <a href="${code}">${code}</a>`}</p></section>
<section aria-labelledby="unreached"><h2 id="unreached">Reached by no check</h2>
${unreached.length === 0 ? html`<p>Every clause is reached.</p>` : html`<ul>${unreached.map(({ id, title, unreached: why }) => html`<li><span class="id">${id}</span> ${title}: ${why ?? ''}</li>`)}</ul>`}</section>
<section aria-labelledby="clauses"><h2 id="clauses">Which checks reach a clause</h2>
<form class="filter" hidden data-filters="#clause-list"><label>clause or text <input type="search" name="text" autocomplete="off"></label><output aria-live="polite"></output></form>
<div id="clause-list">${clauses.map(clauseBlock)}</div></section>`;
  return htmlPage(`${capped(port.name, MOST_NAME)}: clause coverage`, header, main);
}

function clauseBlock({ id, title, checks, held }: CoveredClause): Markup {
  const status = checks.length === 0 ? 'not reached' : held ? 'held' : 'failed';
  return html`<details class="clause" data-item><summary><span class="id">${id}</span> ${title} <span class="faint">${checks.length} checks, ${status}</span></summary><ul>${checks.map((check) => html`<li>${capped(titleOf(check, id), MOST_TITLE)}</li>`)}</ul></details>
`;
}
