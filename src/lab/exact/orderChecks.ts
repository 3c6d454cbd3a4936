import type { Chapter } from '../../port/ops.ts';
import type { PortChoice } from '../../protocol/select.ts';
import type { Collected } from '../../suite/collect.ts';
import { readManifest, titlesOf } from '../../suite/manifest.ts';
import { runVitest } from '../../suite/runSuite.ts';
import { DEFAULT_SAMPLING } from '../../suite/sampling.ts';

/** What stands in the title of a check of the order that a port declares. */
const ORDERED = ' order=python: ';
/** Steps of a run that is to be the same numbers; a script in Python says that it takes 10. */
const STEPS = 100;

/**
 * Puts the checks of `order=python` to a port.
 *
 * @param chapters - whose checks
 * @throws Error where the run has a fault
 */
export async function orderChecks(port: PortChoice, chapters: readonly Chapter[]): Promise<Collected> {
  const titles = titlesOf(readManifest(), chapters).filter((title) => title.includes(ORDERED));
  const collected = await runVitest({
    port,
    sampling: { ...DEFAULT_SAMPLING, steps: STEPS },
    chapters,
    only: { names: titles, titles, chapters },
    reporters: [],
    onCheck: () => {},
  });
  if (collected.faults.length > 0) throw new Error(`orderChecks: ${collected.faults.join('; ')}`);
  return collected;
}
