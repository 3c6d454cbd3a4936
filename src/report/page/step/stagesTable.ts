import type { StageResult } from '../../../diff/step/stageResult.ts';
import { PARTS, STATUSES } from '../../../diff/step/stepLines.ts';
import { html, type Markup } from '../markup.ts';
import { stageMark } from './stageMark.ts';
import { byValue, type Tally, tallyOf } from './tally.ts';

/** Values that are listed at most. */
const MOST_VALUES = 400;

/** How many stages of each part held, were wrong, not given and not judged. */
export function stagesTable(stages: readonly StageResult[]): Markup {
  const rows = PARTS.flatMap((part) => {
    const own = stages.filter((stage) => stage.part === part);
    return own.length === 0 ? [] : [countsRow(part, tallyOf(own))];
  });
  return html`<div class="scroll" role="group" aria-label="Stages by how they were judged" tabindex="0"><table class="numbers stages"><thead><tr><th scope="col">stages</th>${STATUSES.map((status) => html`<th scope="col">${stageMark(status)}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** The picture's content as a table: every value in the order of execution. */
export function valuesTable(stages: readonly StageResult[]): Markup {
  const values = [...byValue(stages)].map(([key, own]) => [key, tallyOf(own)] as const);
  const rest = values.length - MOST_VALUES;
  return html`<details><summary>Every value of the picture as a table</summary>
<div class="scroll" role="group" aria-label="Every value" tabindex="0"><table class="numbers stages"><thead><tr><th scope="col">value</th>${STATUSES.map((status) => html`<th scope="col">${status}</th>`)}<th scope="col">why not judged</th></tr></thead>
<tbody>${values.slice(0, MOST_VALUES).map(([key, tally]) => [countsRow(key, tally, true), '\n'])}</tbody></table></div>${rest > 0 ? html`<p>${rest} more; --json has them all.</p>` : null}</details>`;
}

function countsRow(name: string, { counts, status, because }: Tally, tellsWhy = false): Markup {
  const cells = STATUSES.map((one) => html`<td>${counts[one]}</td>`);
  return html`<tr ${status === 'wrong' ? html`class="bad"` : null}><th scope="row">${name}</th>${cells}${tellsWhy ? html`<td class="why">${because}</td>` : null}</tr>`;
}
