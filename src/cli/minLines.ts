import { linesOf } from '../report/coveredCode.ts';
import type { CodeCoverage } from './codeCoverage.ts';

/**
 * Why too few lines are covered, in a line; none where that is not so.
 *
 * @param code - the port's
 * @param least - lines that must be covered, in percent
 */
export function missingLines(code: CodeCoverage, least = 0): string[] {
  if (code.kind !== 'counted') return [];
  const { lines, reached, percent } = linesOf(code.files);
  return percent >= least
    ? []
    : [`${percent.toFixed(1)} % of the lines are covered, ${reached} of ${lines}, and --min-lines asks for ${least} %`];
}
