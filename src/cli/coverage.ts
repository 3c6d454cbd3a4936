import { join } from 'node:path';
import type { RunResult } from '../report/result.ts';
import type { Product } from './products.ts';
import { jsonText } from './standardOutput.ts';

/** Beside index.html, the page of the code. */
const CODE_PAGE = 'index.html';

/**
 * clauses.html and clauses.json, beside the coverage of the code, and the counts.
 *
 * @param uncovered - why the code's coverage does not lie there too; null where it does
 * @param quiet - without the counts
 */
export async function coverageProducts(
  result: RunResult,
  folder: string,
  { uncovered, quiet }: { readonly uncovered: string | null; readonly quiet: boolean },
): Promise<Product[]> {
  const { clauseCoverage, coverageText } = await import('../report/clauseCoverage.ts');
  const { shownAll } = await import('../port/shown.ts');
  const { coveragePage } = await import('../report/page/coveragePage.ts');
  const coverage = clauseCoverage(result);
  const counts = `${coverageText(shownAll(coverage))}\n${uncovered === null ? '' : `${uncovered}\n\n`}`;
  return [
    { kind: 'file', file: join(folder, 'clauses.json'), text: jsonText(coverage) },
    {
      kind: 'file',
      file: join(folder, 'clauses.html'),
      text: coveragePage(coverage, uncovered === null ? CODE_PAGE : null),
    },
    ...(quiet ? [] : [{ kind: 'output', text: counts } as const]),
  ];
}
