import type { OpName } from '../../port/port.ts';
import { type Dimension, domainOf, type Reached } from '../../spec/domain.ts';
import type { ClauseCoverage } from '../clauseCoverage.ts';
import { html, type Markup, type MarkupPart } from './markup.ts';

/**
 * The sizes and kinds that the checks ask of each operation that was asked here. A run does not note them: they are those of a whole
 * run (spec/measured/domain.md), and an end to which a clause comes that was not checked here is marked.
 */
export function dimensionsSection({ ops, clauses, limited }: ClauseCoverage): MarkupPart {
  const checked = new Set(clauses.filter(({ checks }) => checks.length > 0).map(({ id }) => id));
  const asked = ops.map((op): [OpName, Dimension[]] => [op, domainOf(op)]).filter(([, own]) => own.length > 0);
  if (asked.length === 0) return null;
  return html`<section aria-labelledby="dimensions"><h2 id="dimensions">How far the checks go</h2>
<p>The sizes and kinds that a whole run asks, and the clause that comes to each: measured at seed 42 with a port that declares nothing (spec/measured/domain.md), not in this run.${limited === null ? null : ` This port was asked less: ${limited}.`} <span class="unasked">What is struck out</span> is of a clause that was not checked here.</p>
${asked.map(
  ([
    op,
    own,
  ]) => html`<details class="clause"><summary><code>${op}</code> <span class="faint">${own.length === 1 ? '1 dimension' : `${own.length} dimensions`}</span></summary>
<div class="scroll" role="region" aria-label="${op}" tabindex="0"><table class="numbers"><thead><tr><th scope="col">dimension</th><th scope="col">least</th><th scope="col">most</th><th scope="col">kinds</th></tr></thead>
<tbody>${own.map(({ name, least, most, kinds }) => html`<tr><th scope="row">${name}</th><td>${end(least, checked)}</td><td>${end(most, checked)}</td><td>${kinds}</td></tr>`)}</tbody></table></div></details>
`,
)}</section>`;
}

function end(reached: Reached | null, checked: ReadonlySet<string>): MarkupPart {
  if (reached === null) return null;
  const { value, clause } = reached;
  const text: Markup = html`${value} <span class="faint">${clause}</span>`;
  return checked.has(clause) ? text : html`<s class="unasked">${text}</s>`;
}
