import { join } from 'node:path';
import { jsonText } from '../port/jsonText.ts';
import type { RunResult } from '../report/result.ts';
import type { CodeCoverage } from './codeCoverage.ts';
import type { Product } from './products.ts';

import { fitted } from './terminal.ts';

/** Beside clauses.html, vitest's own page of the code. */
const CODE_PAGE = 'index.html';

/**
 * clauses.html and clauses.json, with the lines of the code that no clause reaches, and the counts.
 *
 * @param counted - what has counted the port's code
 * @param own - whether vitest has, whose page lies there too
 * @param quiet - without the counts
 */
export async function coverageProducts(
  result: RunResult,
  folder: string,
  counted: CodeCoverage,
  { own, quiet }: { readonly own: boolean; readonly quiet: boolean },
): Promise<Product[]> {
  const { clauseCoverage, coverageText } = await import('../report/clauseCoverage.ts');
  const { codeText, plainFile } = await import('../report/coveredCode.ts');
  const { shownAll } = await import('../port/shown.ts');
  const { coveragePage } = await import('../report/page/coveragePage.ts');
  const coverage = clauseCoverage(result);
  const files = counted.kind === 'counted' ? counted.files : null;
  const why = counted.kind === 'uncounted' ? counted.why : counted.kind === 'failed' ? counted.error.message : null;
  const json = { ...coverage, code: files?.map(plainFile) ?? null };
  const code = files === null ? `${why}\n` : codeText(shownAll(files.map(plainFile)));
  const text = `${coverageText(shownAll(coverage))}\n${code}\n`;
  return [
    { kind: 'file', file: join(folder, 'clauses.json'), text: jsonText(json) },
    {
      kind: 'file',
      file: join(folder, 'clauses.html'),
      text: coveragePage(
        coverage,
        files === null ? { kind: 'none', why: why ?? '' } : { kind: 'files', files },
        own ? CODE_PAGE : null,
      ),
    },
    ...(quiet ? [] : [{ kind: 'output', text: fitted(text) } as const]),
    ...(counted.kind === 'failed' ? [{ kind: 'failure', error: counted.error } as const] : []),
  ];
}
