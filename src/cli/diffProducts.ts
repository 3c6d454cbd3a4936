import type { LogDiff } from '../diff/diffLog.ts';
import type { StepTexts } from '../diff/step/stepTexts.ts';
import { jsonText } from '../port/jsonText.ts';
import { shown } from '../port/shown.ts';
import { EXIT } from './fault.ts';
import { jobSummary } from './jobSummary.ts';
import { statusSoFar } from './judgement.ts';
import { beside, type Product, productFor } from './products.ts';
import { STANDARD_OUTPUT } from './standardOutput.ts';
import { fittedVerdict } from './terminal.ts';

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
 * @param steps - dumped steps beside the log; null where there are none
 */
export async function diffProducts(
  result: LogDiff,
  { rest, whole }: { readonly rest: readonly string[]; readonly whole: readonly string[] },
  outputs: DiffOutputs,
  steps: StepTexts | null,
): Promise<readonly Product[]> {
  const { json, html, badge } = outputs;
  return [
    ...(json === undefined ? [] : [productFor(json, await jsonOf(result, steps))]),
    ...(html === undefined ? [] : await beside(() => pageOf(result, steps, whole, html))),
    ...(badge === undefined ? [] : [await badgeOf(result, badge)]),
    ...(await beside(() => summaryOf(whole))),
    ...(showsSummary(outputs) ? [{ kind: 'output', text: printedText(rest) } as const] : []),
  ];
}

/** Lines for people, of which the last is the verdict that was given. */
export function printedText(lines: readonly string[]): string {
  return fittedVerdict(shown(`${lines.join('\n')}\n`), statusSoFar() === EXIT.conforms);
}

/** Looks of steps take time, so they are looked for where they are written. */
async function jsonOf(result: LogDiff, steps: StepTexts | null): Promise<string> {
  const { diffJson } = await import('../diff/diffJson.ts');
  if (steps === null) return jsonText(diffJson(result));
  const { stepsJson } = await import('../diff/step/stepJson.ts');
  return jsonText({ ...diffJson(result), step: stepsJson(steps.judged.steps, steps.judged.dtype) });
}

async function pageOf(
  result: LogDiff,
  steps: StepTexts | null,
  lines: readonly string[],
  file: string,
): Promise<Product[]> {
  const { diffPage } = await import('../report/page/diffPage.ts');
  return [productFor(file, diffPage(result, steps?.judged ?? null, lines))];
}

async function badgeOf(result: LogDiff, file: string): Promise<Product> {
  const { logBadge } = await import('../report/logBadge.ts');
  return productFor(file, jsonText(logBadge(result)));
}

async function summaryOf(lines: readonly string[]): Promise<Product[]> {
  const { logMarkdown } = await import('../report/logMarkdown.ts');
  return jobSummary(logMarkdown(lines));
}
