import type { LogDiff } from '../diff/diffLog.ts';
import { shown } from '../port/shown.ts';
import { beside, type Product, productFor } from './products.ts';
import { jsonText, STANDARD_OUTPUT } from './standardOutput.ts';
import type { JudgedSteps } from './steps.ts';

/** Where the result of `diff` goes, beside its summary. */
export interface DiffOutputs {
  readonly json?: string;
  readonly html?: string;
}

/** Whether the summary is printed; it makes room for what is printed in its place. */
export function showsSummary({ json, html }: DiffOutputs): boolean {
  return json !== STANDARD_OUTPUT && html !== STANDARD_OUTPUT;
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
  const { json, html } = outputs;
  const { diffJson } = await import('../diff/diffJson.ts');
  const { stepsJson } = await import('../diff/step/stepJson.ts');
  const steps = judged === null ? {} : { step: stepsJson(judged.steps, judged.dtype) };
  return [
    ...(json === undefined ? [] : [productFor(json, jsonText({ ...diffJson(result), ...steps }))]),
    ...(html === undefined ? [] : await beside(() => pageOf(result, judged, whole, html))),
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
