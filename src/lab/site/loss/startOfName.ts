import { openGolden } from '../../../golden/folder.ts';
import { LiveRun } from './liveRun.ts';
import type { Reading } from './reading.ts';

/** The chapter's name, which stands in the field first. */
const FIRST = 'emma';

/** What the page has before its worker is there, or without one: the first name at step 0. */
export interface NameStart {
  readonly name: string;
  readonly uchars: readonly string[];
  readonly reading: Reading;
}

/**
 * The start as the site is built.
 *
 * @throws GoldenFault where the golden data cannot be used
 */
export function startOfName(): NameStart {
  const run = new LiveRun(openGolden());
  return { name: FIRST, uchars: run.uchars, reading: run.reading(FIRST) };
}
