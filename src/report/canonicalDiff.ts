import { type Diff, type DiffOptions, diffTrace } from '../diff/diff.ts';
import { goldenRun } from '../diff/dueRun.ts';
import { NO_HEADER } from '../diff/log/header.ts';
import type { Trace } from '../diff/log/readLog.ts';
import { canonicalConfig } from '../golden/canonical.ts';
import { repr } from '../golden/runOutput.ts';
import { float } from '../port/json.ts';
import { diffSources } from './diffSources.ts';
import type { CanonicalResult } from './result.ts';

/** `run` hands the start to the port: what is wrong lies behind it. */
const GIVEN = { parameters: true, documents: true, dataset: false };
/** It asks for all steps, and says itself how the port ended. */
const ORIGIN = { stepsGiven: true, ending: null };

/**
 * Compares what a port gave of the canonical run with the recorded one, as `diff` compares a log.
 *
 * @param canonical - of a result
 * @returns null where the port was not asked to train it
 */
export async function canonicalDiff(
  canonical: CanonicalResult,
  options: Pick<DiffOptions, 'diagnosis' | 'onProgress'>,
): Promise<Diff | null> {
  if (canonical.losses === null) return null;
  const { golden, ...sources } = diffSources();
  const trace = traceOf(canonical, canonical.losses, canonicalConfig(golden).num_steps);
  return diffTrace(trace, goldenRun(golden), { given: GIVEN, ...ORIGIN, ...sources, ...options });
}

/** The same as a log in full precision would say. */
function traceOf({ samples }: CanonicalResult, losses: readonly (number | string)[], num_steps: number): Trace {
  const events = losses.map((json, i) => {
    const value = float(json, `step ${i + 1}`);
    return { kind: 'loss' as const, step: i + 1, num_steps, value, text: repr(value) };
  });
  return {
    header: NO_HEADER,
    losses: new Map(events.slice(0, num_steps).map((event) => [event.step, [event]])),
    samples: new Map((samples ?? []).map((name, i) => [i + 1, name])),
    unendedSample: null,
    num_steps,
    repeated: 0,
    outOfOrder: 0,
    outside: { losses: Math.max(0, losses.length - num_steps), samples: 0 },
    zeroBased: false,
    format: 'microgpt',
    unread: 0,
    laterRuns: [],
    notes: [],
    advice: [],
    bytes: 0,
    binary: false,
    isTorn: false,
  };
}
