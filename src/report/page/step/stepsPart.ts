import { findingsOf } from '../../../diff/step/findings.ts';
import type { JudgedStep } from '../../../diff/step/judgeStep.ts';
import { ofAllMatrices } from '../../../diff/step/ofAllMatrices.ts';
import { placeText } from '../../../diff/step/placeText.ts';
import { isWrong } from '../../../diff/step/stageResult.ts';
import { countsOf, nextLine } from '../../../diff/step/stepLines.ts';
import { readSpec } from '../../../spec/clauses.ts';
import { html, type Markup } from '../markup.ts';
import { stepMaps } from './stepMaps.ts';
import { stepSection } from './stepSection.ts';

/** Steps with a picture, and notes, at most. */
const [MOST_STEPS, MOST_NOTES] = [4, 50];

/** Judged steps as a page shows them. */
export interface ShownSteps {
  readonly steps: readonly JudgedStep[];
  /** What was read otherwise than it stands in the files, or not at all. */
  readonly notes: readonly string[];
}

/** The sections of judged steps: each with its picture and maps, those that are wrong before those that held; what to do next. */
export function stepsPart({ steps, notes }: ShownSteps): Markup {
  const statements = new Map(readSpec().map(({ id, statement }) => [id, statement]));
  const hasWrong = ({ stages, doubts }: JudgedStep) =>
    doubts().length > 0 || stages.some(({ status }) => isWrong(status));
  const chosen = [...steps.filter(hasWrong), ...steps.filter((step) => !hasWrong(step))].slice(0, MOST_STEPS);
  const shown = steps.filter((step) => chosen.includes(step));
  const maps = stepMaps(shown);
  const rest = steps.filter((step) => !chosen.includes(step));
  const said = notes.slice(0, MOST_NOTES);
  return html`${shown.map((step, i) => stepSection(step, maps[i], statements, steps.length > 1))}
${rest.length === 0 ? null : html`<section><details><summary>${rest.length} more steps, without pictures</summary><ul>${rest.map(({ step, stages }) => html`<li>step ${step}: ${countsOf(stages)}</li>`)}</ul></details></section>`}
<section class="next" aria-labelledby="next"><h2 id="next">Next</h2><p>${nextLine(steps).replace(/^next: /, '')}</p>
${said.length === 0 ? null : html`<ul>${said.map((note) => html`<li>${note}</li>`)}</ul>`}</section>`;
}

/** The first thing that is wrong, the dump itself before what is judged by it, in one line; null where nothing is. */
export function firstWrong({ steps }: ShownSteps): string | null {
  for (const { step, stages, doubts } of steps) {
    const [doubt] = doubts();
    if (doubt !== undefined) return `step ${step}, check the dump first: ${doubt}`;
    const [first] = ofAllMatrices(findingsOf(stages), stages);
    if (first !== undefined) return `step ${step}, first wrong: ${placeText(first)}`;
  }
  return null;
}
