import { countsOf } from '../../../diff/step/stepLines.ts';
import { html } from '../markup.ts';
import type { PageParts } from '../pageParts.ts';
import { SIGNS } from '../verdictSigns.ts';
import { firstWrong, type ShownSteps, stepsPart } from './stepsPart.ts';

/**
 * The parts of a page of dumped steps without a log.
 *
 * @param verdict - its words
 * @param lines - what `diff` prints of them
 */
export function stepParts(shown: ShownSteps, verdict: string, lines: readonly string[]): PageParts {
  const first = firstWrong(shown);
  const standing = first === null ? 'good' : 'bad';
  const stages = shown.steps.flatMap(({ stages }) => stages);
  const header = html`<p class="project">microgpt-spec <span class="faint">a training step, stage by stage</span></p>
<h1>${verdict}</h1>
<p class="verdict ${standing}"><span aria-hidden="true">${SIGNS[standing]}</span> ${first ?? countsOf(stages)}</p>`;
  const main = html`${stepsPart(shown)}
<section aria-labelledby="summary"><h2 id="summary">As diff prints it</h2><pre tabindex="0"><bdi>${lines.join('\n')}</bdi></pre></section>`;
  return { title: `diff: ${verdict}`, header, main };
}
