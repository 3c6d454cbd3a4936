import { stepsJson } from '../diff/step/stepJson.ts';
import { nextLine, stepLines, stepsHold } from '../diff/step/stepLines.ts';
import { type DiffOutputs, printedText, showsSummary } from './diffProducts.ts';
import { EXIT, Fault } from './fault.ts';
import { beside, type Product, productFor } from './products.ts';
import { jsonText } from './standardOutput.ts';
import type { JudgedSteps } from './steps.ts';
import { noteLines } from './stepTexts.ts';

/** The verdict on steps without a log, and the exit status that it stands for. */
export function stepVerdict({ steps, dtype }: JudgedSteps): { readonly text: string; readonly status: number } {
  const stages = steps.flatMap(({ stages }) => stages);
  const judged = stages.filter(({ status }) => status === 'held' || status === 'wrong' || status === 'shape').length;
  if (judged === 0) {
    const [why] = steps.flatMap(({ doubts }) => doubts());
    const what = why === undefined ? '; params, tokens and grad together are enough' : `: ${why}`;
    throw new Fault(`diff: nothing of the step can be judged${what}`);
  }
  if (!stepsHold(steps)) return { text: 'diverges', status: EXIT.doesNotConform };
  const given = stages.filter(({ status }) => status === 'not given').length === 0 ? '' : ', in what is given';
  return { text: `${dtype}${given} (${judged} ${judged === 1 ? 'value' : 'values'})`, status: EXIT.conforms };
}

/** What is to be written of steps without a log. */
export async function stepProducts(judged: JudgedSteps, outputs: DiffOutputs): Promise<readonly Product[]> {
  const { html } = outputs;
  const { text } = stepVerdict(judged);
  const lines = [...stepLines(judged.steps), ...noteLines(judged), nextLine(judged.steps), `verdict: ${text}`];
  const json = () => jsonText({ verdict: text.split(/[ ,]/, 1)[0], step: stepsJson(judged.steps, judged.dtype) });
  return [
    ...(outputs.json === undefined ? [] : [productFor(outputs.json, json())]),
    ...(html === undefined ? [] : await beside(() => pageOf(judged, text, lines, html))),
    ...(showsSummary(outputs) ? [{ kind: 'output', text: printedText(lines) } as const] : []),
  ];
}

async function pageOf(
  judged: JudgedSteps,
  verdict: string,
  lines: readonly string[],
  file: string,
): Promise<Product[]> {
  const { stepPage } = await import('../report/page/step/stepPage.ts');
  return [productFor(file, stepPage(judged, verdict, lines))];
}
