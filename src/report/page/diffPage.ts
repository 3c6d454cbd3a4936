import type { LogDiff } from '../../diff/diffLog.ts';
import { diffParts } from './diffParts.ts';
import { htmlPage } from './document.ts';
import type { ShownSteps } from './step/stepsPart.ts';

/**
 * The page of a log beside the run that is due.
 *
 * @param dumped - steps of the run; null where there are none
 * @param lines - what `diff` prints
 */
export function diffPage(diff: LogDiff, dumped: ShownSteps | null = null, lines?: readonly string[]): string {
  const { title, header, main } = diffParts(diff, dumped, lines);
  return htmlPage(title, header, main);
}
