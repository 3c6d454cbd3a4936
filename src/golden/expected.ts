import type { DeviantStart } from '../deviations/run.ts';
import type { Config } from '../reference/config.ts';
import { canonicalConfig, canonicalLosses, canonicalParameters, canonicalSamples } from './canonical.ts';
import type { Golden } from './folder.ts';
import { replayFrom } from './replay/replay.ts';
import { type RunStart, startFromGolden } from './replay/start.ts';

/** What a log is compared with. */
export interface Expected {
  /** Where it comes from: recorded from microgpt.py, or run by the reference. */
  readonly source: 'golden' | 'replay';
  readonly config: Config;
  /** Losses from step 1 on, in nats. */
  readonly losses: readonly number[];
  /** Names; null where the port's own generator draws them, or the run was not gone through to its end. */
  readonly samples: readonly string[] | null;
  /** Steps that can be judged: before rounding alone decides. */
  readonly judged: number;
  /** The start, for runs with mistakes. */
  readonly start: () => DeviantStart;
  /** The same with the parameters that training leaves. */
  readonly trained: () => DeviantStart;
}

/** The recorded run. Throws GoldenFault where the golden data cannot be used. */
export function goldenRun(golden: Golden): Expected {
  const config = canonicalConfig(golden);
  const losses = canonicalLosses(golden);
  const start = () => startFromGolden(golden, config);
  return {
    source: 'golden',
    config,
    losses,
    samples: canonicalSamples(golden).map(({ name }) => name),
    judged: losses.length,
    start,
    trained: () => ({ ...start(), state_dict: canonicalParameters(golden, 'final') }),
  };
}

/**
 * A run from another start, replayed by the reference.
 *
 * @param start - where it starts
 * @param steps - how many steps the log has
 * @param drawsSamples - whether the start's stream is the one that draws the samples
 */
export async function replayedRun(
  start: RunStart & DeviantStart,
  steps: number,
  drawsSamples: boolean,
): Promise<Expected> {
  const { losses, samples, final, partsAt } = await replayFrom(start, steps);
  return {
    source: 'replay',
    config: start.config,
    losses,
    samples: drawsSamples ? samples : null,
    judged: partsAt === null ? losses.length : partsAt - 1,
    start: () => start,
    trained: () => ({ ...start, state_dict: final }),
  };
}
