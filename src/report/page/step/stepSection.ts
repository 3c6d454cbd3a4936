import { type Finding, findingsOf } from '../../../diff/step/findings.ts';
import type { JudgedStep } from '../../../diff/step/judgeStep.ts';
import { ofAllMatrices } from '../../../diff/step/ofAllMatrices.ts';
import { placeText } from '../../../diff/step/placeText.ts';
import { countsOf } from '../../../diff/step/stepLines.ts';
import type { Statements } from '../failuresSection.ts';
import { html, type Markup, type MarkupPart } from '../markup.ts';
import { findingBlock, noMap } from './findingBlock.ts';
import { flowPicture } from './flowPicture.ts';
import { STAGE_SIGNS, stageClass } from './stageMark.ts';
import { stagesTable, valuesTable } from './stagesTable.ts';
import type { StepMaps } from './stepMaps.ts';
import { keyOf } from './tally.ts';

/** Findings of a step that are shown with their maps. */
const MOST_FINDINGS = 12;

/**
 * A step: how its stages were judged, the picture of its flow, what is wrong by itself with its maps, and folded the maps of what is
 * wrong besides.
 *
 * @param isFolded - whether a step is folded in which nothing is wrong
 */
export function stepSection(judged: JudgedStep, maps: StepMaps, statements: Statements, isFolded: boolean): Markup {
  const { step, stages } = judged;
  const findings = ofAllMatrices(findingsOf(stages), stages);
  const shown = findings.slice(0, MOST_FINDINGS);
  const keys = [...maps.keys()];
  const idOf = (key: string) => `step${step}-${keys.indexOf(key)}`;
  const own = new Map(shown.map((finding, i) => [keyOf(finding.stage), `step${step}-finding${i + 1}`]));
  const anchors = new Map([
    ...keys.filter((key) => maps.get(key) !== null).map((key) => [key, idOf(key)] as const),
    ...own,
  ]);
  const blocks = shown.map((finding, i) =>
    findingBlock(
      finding,
      { isFirst: i === 0, id: `step${step}-finding${i + 1}` },
      judged.lookOf,
      statements,
      mapOf(maps, finding),
    ),
  );
  const rest = findings.slice(MOST_FINDINGS).map((finding) => html`<li>${placeText(finding)}</li>`);
  const besides = keys.filter((key) => !own.has(key));
  const drawn = besides.flatMap((key) => {
    const map = maps.get(key) ?? null;
    return map === null ? [] : [beside(key, idOf(key), map)];
  });
  const body = html`<div class="step-body">
<div class="flow-box">${flowPicture({ stages, findings, anchors })}</div>
<div class="step-side">
${stagesTable(stages)}
${legend(findings)}
${judged.doubts().map((doubt) => html`<p><strong>Check the dump first:</strong> ${doubt}</p>`)}
${findings.length === 0 ? null : html`<h3>What is wrong</h3><ol class="found">${shown.map((finding, i) => html`<li><a href="#step${step}-finding${i + 1}">${placeText(finding)}</a></li>`)}</ol>`}
</div>
</div>
${valuesTable(stages)}
${blocks}
${rest.length === 0 ? null : html`<details><summary>${rest.length} more findings, without maps</summary><ul>${rest}</ul></details>`}
${besidesBlock(drawn, besides.length, rest.length === 0)}`;
  const title = `Step ${step}: ${countsOf(stages)}`;
  if (isFolded && findings.length === 0 && judged.doubts().length === 0)
    return html`<section class="step"><details><summary><h2>${title}</h2></summary>${body}</details></section>`;
  return html`<section class="step" aria-labelledby="step${step}"><h2 id="step${step}">${title}</h2>
${body}</section>`;
}

function mapOf(maps: StepMaps, finding: Finding): MarkupPart {
  const map = maps.get(keyOf(finding.stage));
  return map === undefined ? null : (map ?? noMap(finding.stage.name));
}

/**
 * Folded, the maps of what is wrong besides.
 *
 * @param isSpoilt - whether they are of no finding of their own
 */
function besidesBlock(drawn: readonly Markup[], all: number, isSpoilt: boolean): MarkupPart {
  if (all === 0) return null;
  const rest = all - drawn.length;
  return html`<details class="besides"><summary>Differences of ${all} more values that are wrong${isSpoilt ? ', as far as is known by what is wrong above' : null}</summary>${drawn}${rest === 0 ? null : html`<p>The maps of ${rest} of them are left out, for the page would be too long; --json has their largest differences.</p>`}</details>`;
}

function beside(key: string, id: string, map: Markup): Markup {
  return html`<div class="beside" id="${id}"><h3>${key}</h3>${map}</div>`;
}

/** What the picture's signs say. */
function legend(findings: readonly Finding[]): Markup {
  const key = (status: keyof typeof STAGE_SIGNS, words: string) =>
    html`<li><span class="key-box ${stageClass(status)}" aria-hidden="true">${STAGE_SIGNS[status]}</span> ${words}</li>`;
  const isOnTheWay = findings.some(
    ({ part, places, shownBy }) => part === 'backward' && places.some((at) => at !== shownBy),
  );
  return html`<ul class="flow-legend">${key('held', 'held: what is due from the values before it')}
${key('wrong', 'wrong; 3/7: at 3 of 7 positions and heads; a thick frame where it is wrong by itself')}
${key('not given', 'not given')}
${key('not judged', 'not judged: what it is made of is missing, or wrong')}
${isOnTheWay ? html`<li><span class="key-bar" aria-hidden="true"></span> on its way back through these, or one of them, the gradient becomes wrong</li>` : null}</ul>`;
}
