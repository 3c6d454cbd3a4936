import type { JudgedSteps } from '../diff/step/judgedDumps.ts';
import { stepsJson } from '../diff/step/stepJson.ts';
import { type StepVerdict, stepVerdictLines, wordOf } from '../diff/step/stepVerdict.ts';
import { jsonText } from '../port/jsonText.ts';
import { type DiffOutputs, printedText, showsSummary } from './diffProducts.ts';
import { beside, type Product, productFor } from './products.ts';

/** What is to be written of steps without a log. */
export async function stepProducts(
  judged: JudgedSteps,
  verdict: StepVerdict,
  outputs: DiffOutputs,
): Promise<readonly Product[]> {
  const { html } = outputs;
  const lines = stepVerdictLines(judged, verdict);
  const json = () => jsonText({ verdict: wordOf(verdict), step: stepsJson(judged.steps, judged.dtype) });
  return [
    ...(outputs.json === undefined ? [] : [productFor(outputs.json, json())]),
    ...(html === undefined ? [] : await beside(() => pageOf(judged, verdict.text, lines, html))),
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
