import type { LogDiff } from '../../diff/diffLog.ts';
import { summaryLines } from '../../diff/summary.ts';
import { isConforming, verdictText } from '../../diff/verdict.ts';
import { curveSection, short } from './curveSection.ts';
import { diagnosisSection } from './diagnosisSection.ts';
import { htmlPage } from './document.ts';
import { html, type MarkupPart } from './markup.ts';
import { samplesSection } from './samplesSection.ts';

/**
 * The page of a log beside the run that is due: the same as that of a result, for losses and samples alone.
 *
 * @param before - lines of the summary before those of the log
 * @param next - lines of it before the verdict
 */
export function diffPage(diff: LogDiff, before: readonly string[] = [], next: readonly string[] = []): string {
  const { verdict, completeness, losses, samples, expected, trace } = diff;
  const good = isConforming(verdict) && completeness.reasons.length === 0;
  const words = verdictText(diff);
  const some = losses.steps > 0;
  const lines = [...before, ...summaryLines(diff).toSpliced(-1, 0, ...next)];
  const names: MarkupPart =
    samples === null || expected.samples === null ? null : samplesSection(expected.samples, trace.samples);
  const body = html`<header>
<p class="project">microgpt-spec <span class="faint">losses beside those that are due</span></p>
<h1>${words}</h1>
<p class="verdict ${good ? 'good' : 'bad'}"><span aria-hidden="true">${good ? '✓' : '✗'}</span> ${losses.steps} of ${expected.config.num_steps} steps compared <small>largest difference ${short(losses.maxAbsDelta)} nats</small></p>
</header>
<main>
${some ? diagnosisSection(diff) : null}
${some ? curveSection(diff, verdict === 'f32' ? 'f32' : 'f64') : null}
${names}
<section aria-labelledby="summary"><h2 id="summary">As diff prints it</h2><pre tabindex="0"><bdi>${lines.join('\n')}</bdi></pre></section>
</main>`;
  return htmlPage(`diff: ${words}`, body);
}
