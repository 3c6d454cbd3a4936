import { diagnosisLines } from '../../diff/diagnosisLines.ts';
import type { Diff } from '../../diff/diff.ts';
import { command } from './copyable.ts';
import { html, type Markup } from './markup.ts';
import { prose } from './prose.ts';

type Deviation = Diff['samplesDiagnosis'][number];

/** Explanations that are shown. */
const MOST = 5;

/** The known mistakes that explain a run that diverges; null where there is nothing to say. */
export function diagnosisSection(diff: Diff): Markup | null {
  const explanations = (diff.diagnosis?.explanations ?? []).slice(0, MOST);
  const found = [
    ...explanations.map(({ deviations, comparison }) => ({
      deviations,
      what: `It gives all ${comparison.steps} losses.`,
    })),
    ...diff.samplesDiagnosis
      .slice(0, MOST)
      .map((deviation) => ({ deviations: [deviation], what: 'It gives all samples.' })),
  ];
  const lines = found.length > 0 ? [] : diagnosisLines(diff);
  if (found.length === 0 && lines.length === 0) return null;
  const heading = found.length > 0 ? 'The mistake' : diff.smoothed === null ? 'Not explained' : 'What explains it';
  return html`<section class="diagnosis" aria-labelledby="diagnosis">
<h2 id="diagnosis">${heading}</h2>
${found.map(({ deviations, what }, i) => html`<div class="explanation">${i === 0 ? null : html`<p>or</p>`}${deviations.map(mistake)}<p class="faint">${what}</p></div>`)}
${lines.map((line) => html`<p>${line.replace(/^not explained: /, '')}</p>`)}
</section>`;
}

function mistake({ id, clause, title, explanation }: Deviation): Markup {
  return html`<h3>${title} <span class="faint">${id}</span></h3>
<p>${prose(explanation)} <span class="faint">Clause ${clause}: ${command(`npx microgpt-spec explain ${clause}`)}</span></p>`;
}
