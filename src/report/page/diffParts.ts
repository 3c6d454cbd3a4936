import type { LogDiff } from '../../diff/diffLog.ts';
import { summaryLines } from '../../diff/summary.ts';
import { isConforming, verdictText } from '../../diff/verdict.ts';
import { curveSection, short } from './curveSection.ts';
import { diagnosisSection } from './diagnosisSection.ts';
import { judgedSection } from './judgedSection.ts';
import { html, type MarkupPart } from './markup.ts';
import type { PageParts } from './pageParts.ts';
import { samplesSection } from './samplesSection.ts';
import { firstWrong, type ShownSteps, stepsPart } from './step/stepsPart.ts';

/**
 * The parts of a page of a log beside the run that is due: the same as those of a result, for losses and samples alone.
 *
 * @param dumped - steps of the run, above the curve where they are wrong and else below it; null where there are none
 * @param lines - what `diff` prints
 */
export function diffParts(
  diff: LogDiff,
  dumped: ShownSteps | null = null,
  lines: readonly string[] = summaryLines(diff),
): PageParts {
  const { verdict, completeness, losses, judged, samples, expected, trace } = diff;
  const wrongStep = dumped === null ? null : firstWrong(dumped);
  const good = isConforming(verdict) && completeness.reasons.length === 0 && wrongStep === null;
  const words = wrongStep === null ? verdictText(diff) : 'diverges';
  const some = losses.steps > 0;
  const names: MarkupPart =
    samples === null || expected.samples === null ? null : samplesSection(expected.samples, trace.samples);
  const header = html`<p class="project">microgpt-spec <span class="faint">losses beside those that are due</span></p>
<h1>${words}</h1>
<p class="verdict ${good ? 'good' : 'bad'}"><span aria-hidden="true">${good ? '✓' : '✗'}</span> ${losses.steps} of ${expected.config.num_steps} steps compared <small>largest difference ${short(losses.maxAbsDelta)} nats</small></p>
${wrongStep === null ? null : html`<p class="verdict bad"><span aria-hidden="true">✗</span> ${wrongStep}</p>`}
`;
  const main = html`${dumped === null || wrongStep === null ? null : stepsPart(dumped)}
${some ? judgedSection(diff) : null}
${some ? diagnosisSection(diff) : null}
${some ? curveSection(diff, judged.dtype) : null}
${names}
${dumped === null || wrongStep !== null ? null : stepsPart(dumped)}
<section aria-labelledby="summary"><h2 id="summary">As diff prints it</h2><pre tabindex="0"><bdi>${lines.join('\n')}</bdi></pre></section>`;
  return { title: `diff: ${words}`, header, main };
}
