import { type Column, columnText } from '../columns.ts';
import { isSamePort } from '../lineages.ts';
import { standing } from '../verdict.ts';
import { clauseMatrix } from './clauseMatrix.ts';
import { htmlPage } from './document.ts';
import { html, type MarkupPart } from './markup.ts';
import { failedIn } from './matrixFailures.ts';
import { portsSection } from './portsSection.ts';
import { type PageOf, trend } from './trendSection.ts';

/**
 * The page of many results: ports by chapter, which can be sorted, ports by clause, which can be filtered, and what became of those
 * of which there are earlier results.
 *
 * @param pageOf - where the results' own pages are; nowhere, if it is not given
 */
export function matrixPage(columns: readonly Column[], pageOf: PageOf = () => null): string {
  const lineages = columns.map(({ lineage }) => lineage);
  const shown = lineages.map(({ latest }) => standing(latest));
  const [conforming, part] = [
    shown.filter((one) => one !== 'bad').length,
    shown.filter((one) => one === 'part').length,
  ];
  const ports = lineages.filter((lineage, i) => lineages.findIndex((other) => isSamePort(other, lineage)) === i).length;
  const title = `${ports} ${ports === 1 ? 'port' : 'ports'} of microgpt.py`;
  const of = ports === lineages.length ? '' : ' results';
  const header = html`<p class="project">microgpt-spec <span class="faint">conformance report</span></p>
<h1>${title}</h1>
<p class="verdict ${conforming < lineages.length ? 'bad' : part > 0 ? 'part' : 'good'}">${conforming} of ${lineages.length}${of} conform${part > 0 ? `, ${part} of them in a part` : ''}</p>`;
  const main = html`${portsSection(lineages, pageOf)}
${clauseMatrix(lineages, pageOf)}
${failedIn(lineages, pageOf)}
${histories(columns, pageOf)}`;
  return htmlPage(title, header, main);
}

function histories(columns: readonly Column[], pageOf: PageOf): MarkupPart {
  const some = columns.filter(({ history }) => history.length > 0);
  if (some.length === 0) return null;
  return html`<section aria-labelledby="over-time"><h2 id="over-time">Over time</h2>
${some.map((column) => html`<h3><bdi>${columnText(column)}</bdi></h3>${trend(column.history, columnText(column), pageOf)}`)}</section>`;
}
