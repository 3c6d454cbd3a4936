import type { Chapter } from '../../port/ops.ts';
import type { PortChoice } from '../../protocol/select.ts';
import type { CheckKind } from '../../report/result.ts';
import type { CollectedCheck } from '../../suite/collect.ts';
import { runVitest } from '../../suite/runSuite.ts';
import { DEFAULT_SAMPLING } from '../../suite/sampling.ts';

/** A check takes as long as all turns take together. */
const TIMEOUT_MS = 3_600_000;
/** The steps of the golden run that many ports in turn are asked for: what a trace shows at all, it shows by then. */
const STEPS = 100;

/** Checks, and who is asked. */
export interface ChecksRequest {
  /** The port, or where many take turns one that is asked as all of them are. */
  readonly port: PortChoice;
  readonly chapters: readonly Chapter[];
  /** Inputs for each law. */
  readonly runs: number;
  /** All kinds where it is null. */
  readonly kinds: readonly CheckKind[] | null;
  /** Those that take turns, and the module that makes them; null where the port is the only one. */
  readonly turns: { readonly module: string; readonly names: readonly string[] } | null;
}

/** What vitest says of a file that has no check of the kinds that are asked. */
const EMPTY = /: No test suite found in file/;

/**
 * Puts checks to a port, or to many that take turns in each check.
 *
 * @throws Error where the run has a fault
 */
export async function checksOf({
  port,
  chapters,
  runs,
  kinds,
  turns,
}: ChecksRequest): Promise<readonly CollectedCheck[]> {
  const sampling = { ...DEFAULT_SAMPLING, runs, steps: turns === null ? null : STEPS };
  const { checks, faults } = await runVitest({
    port,
    sampling,
    chapters,
    reporters: [],
    options: { testTimeout: TIMEOUT_MS, provide: { port, sampling, kinds, turns } },
    onCheck: () => {},
  });
  const others = faults.filter((fault) => kinds === null || !EMPTY.test(fault));
  if (others.length > 0) throw new Error(`sweep: ${others.join('; ')}`);
  return checks;
}
