import type { Finding } from '../../../diff/step/findings.ts';
import type { JudgedStep } from '../../../diff/step/judgeStep.ts';
import { placeOfAll } from '../../../diff/step/place.ts';
import { placeText } from '../../../diff/step/placeText.ts';
import { detailSentences } from '../../../diff/step/stepLines.ts';
import type { Statements } from '../failuresSection.ts';
import { html, type Markup, type MarkupPart } from '../markup.ts';
import { prose } from '../prose.ts';

/** A finding: what is wrong and where, what its difference looks like, what the clause demands, and the map. */
export function findingBlock(
  finding: Finding,
  { isFirst, id }: { readonly isFirst: boolean; readonly id: string },
  lookOf: JudgedStep['lookOf'],
  statements: Statements,
  map: MarkupPart,
): Markup {
  const { clause } = placeOfAll(finding.part, finding.places);
  const statement = statements.get(clause);
  return html`<div class="finding-block" id="${id}">
<h3><span class="kind">${isFirst ? 'first wrong' : 'also wrong'}</span> ${placeText(finding)}</h3>
${detailSentences(finding, lookOf).map((sentence) => html`<p>${sentence}</p>`)}
<p class="statement"><span class="id">${clause}</span> ${statement === undefined ? null : prose(statement)} <code>npx microgpt-spec explain ${clause}</code></p>
${map}
</div>`;
}

/** What stands in the place of a map that the page has no room for. */
export function noMap(name: string): Markup {
  return html`<p class="faint">The map of ${name} is left out, for the page would be too long; --json has its numbers.</p>`;
}
