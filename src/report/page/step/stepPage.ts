import { htmlPage } from '../document.ts';
import { stepParts } from './stepParts.ts';
import type { ShownSteps } from './stepsPart.ts';

/**
 * The page of dumped steps without a log.
 *
 * @param verdict - its words
 * @param lines - what `diff` prints of them
 */
export function stepPage(shown: ShownSteps, verdict: string, lines: readonly string[]): string {
  const { title, header, main } = stepParts(shown, verdict, lines);
  return htmlPage(title, header, main);
}
