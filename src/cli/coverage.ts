import { join } from 'node:path';
import type { RunResult } from '../report/result.ts';
import { print } from './standardOutput.ts';
import { writeWhole } from './writeFile.ts';

/** Beside index.html, the page of the code. */
const CODE_PAGE = 'index.html';

/**
 * Writes clauses.html and clauses.json beside the coverage of the code, and prints the counts.
 *
 * @param code - whether the code's coverage lies there too
 * @param quiet - prints nothing
 */
export async function writeClauseCoverage(
  result: RunResult,
  folder: string,
  { code, quiet }: { readonly code: boolean; readonly quiet: boolean },
): Promise<void> {
  const { clauseCoverage, coverageText } = await import('../report/clauseCoverage.ts');
  const { coveragePage } = await import('../report/page/coveragePage.ts');
  const coverage = clauseCoverage(result);
  writeWhole('run', join(folder, 'clauses.json'), `${JSON.stringify(coverage, null, 2)}\n`);
  writeWhole('run', join(folder, 'clauses.html'), coveragePage(coverage, code ? CODE_PAGE : null));
  if (quiet) return;
  await print(`${coverageText(coverage)}\n`);
  if (!code) await print(`${OTHER_LANGUAGES}\n\n`);
}

const OTHER_LANGUAGES =
  "the port's code is covered by its own language's tool, of which the command is made: gcov, llvm-cov, coverage.py (README, Coverage)";
