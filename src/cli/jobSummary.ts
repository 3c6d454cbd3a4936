import type { Product } from './products.ts';

/** Where GitHub Actions takes a job's summary. */
const STEP_SUMMARY = 'GITHUB_STEP_SUMMARY';

/** Markdown for the job's summary, where there is one. */
export function jobSummary(text: string): Product[] {
  const file = process.env[STEP_SUMMARY];
  return file === undefined || file === '' ? [] : [{ kind: 'addition', file, variable: STEP_SUMMARY, text }];
}
