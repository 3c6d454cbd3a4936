import type { LogDiff } from '../diff/diffLog.ts';
import { shown } from '../port/shown.ts';
import { jobSummary } from './jobSummary.ts';
import { beside, type Product, productFor } from './products.ts';
import { jsonText, STANDARD_OUTPUT } from './standardOutput.ts';
import type { JudgedSteps } from './steps.ts';

/** Where the result of `diff` goes, beside its summary. */
export interface DiffOutputs {
  readonly json?: string;
  readonly html?: string;
  /** Of a log. */
  readonly badge?: string;
}

/** Whether the summary is printed; it makes room for what is printed in its place. */
export function showsSummary({ json, html, badge }: DiffOutputs): boolean {
  return [json, html, badge].every((file) => file !== STANDARD_OUTPUT);
}

/**
 * What is to be written of a comparison.
 *
 * @param lines - the summary's, as far as they are not printed yet, and the whole of it
 * @param judged - dumped steps beside the log; null where there are none
 */
export async function diffProducts(
  result: LogDiff,
  { rest, whole }: { readonly rest: readonly string[]; readonly whole: readonly string[] },
  outputs: DiffOutputs,
  judged: JudgedSteps | null,
): Promise<readonly Product[]> {
  const { json, html, badge } = outputs;
  const { diffJson } = await import('../diff/diffJson.ts');
  const { stepsJson } = await import('../diff/step/stepJson.ts');
  const steps = judged === null ? {} : { step: stepsJson(judged.steps, judged.dtype) };
  return [
    ...(json === undefined ? [] : [productFor(json, jsonText({ ...diffJson(result), ...steps }))]),
    ...(html === undefined ? [] : await beside(() => pageOf(result, judged, whole, html))),
    ...(badge === undefined ? [] : [await badgeOf(result, judged, badge)]),
    ...(await beside(() => summaryOf(whole))),
    ...(showsSummary(outputs) ? [{ kind: 'output', text: shown(`${rest.join('\n')}\n`) } as const] : []),
  ];
}

async function pageOf(
  result: LogDiff,
  judged: JudgedSteps | null,
  lines: readonly string[],
  file: string,
): Promise<Product[]> {
  const { diffPage } = await import('../report/page/diffPage.ts');
  return [productFor(file, diffPage(result, judged, lines))];
}

async function badgeOf(result: LogDiff, judged: JudgedSteps | null, file: string): Promise<Product> {
  const { logBadge } = await import('../report/logBadge.ts');
  const { stepsHold } = await import('../diff/step/stepLines.ts');
  return productFor(file, jsonText(logBadge(result, judged === null || stepsHold(judged.steps))));
}

async function summaryOf(lines: readonly string[]): Promise<Product[]> {
  const { logMarkdown } = await import('../report/logMarkdown.ts');
  return jobSummary(logMarkdown(lines));
}
