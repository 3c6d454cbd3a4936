import { shownOnLine } from '../port/shown.ts';
import { shellWords } from '../protocol/shell.ts';
import type { SuiteRequest } from '../suite/runSuite.ts';
import type { Shard } from '../suite/shard.ts';

/** Characters of a command that a line shows. */
const MOST_SHOWN = 50;

/** How many checks a run has. */
export async function checksDue({ only, chapters }: Pick<SuiteRequest, 'only' | 'chapters'>): Promise<number> {
  if (only !== undefined) return only.titles.length;
  const { readManifest, titlesOf } = await import('../suite/manifest.ts');
  return titlesOf(readManifest(), chapters).length;
}

/** What is said before the first answer, for which a slow port takes its time. */
export function startText(command: readonly string[], module: string | undefined): string {
  const port = module ?? (command.length > 0 ? shellWords(command) : 'the reference');
  return `0 checks: waiting for the first answer of ${shownOnLine(port, MOST_SHOWN)}`;
}

/**
 * How far a run has come.
 *
 * @param total - checks that it has
 * @param isCounted - whether the lines of the code are counted, which takes time when the checks have ended
 * @param shard - the part of them that is asked: how many it has, vitest knows when it is done
 */
export function progressText(ended: number, total: number, isCounted: boolean, shard?: Shard): string {
  if (shard !== undefined) return `${ended} checks of part ${shard.index} of ${shard.count}, of ${total} in all`;
  if (ended < total) return `${ended} of ${total} checks`;
  return isCounted ? `${ended} of ${total} checks; the lines of the code are counted` : `${ended} of ${total} checks`;
}
