import type { DeviantStart } from '../deviations/deviantRun.ts';
import { canonicalConfig, canonicalLosses, canonicalParameters, canonicalSamples } from '../golden/canonical.ts';
import type { Golden } from '../golden/golden.ts';
import { flatten } from '../port/flatten.ts';
import type { Dtype } from '../port/precision.ts';
import type { Config } from '../reference/config.ts';
import { isFloat32 } from './float32.ts';
import type { Trace } from './log/readLog.ts';
import type { RunStart } from './replay/start.ts';

/** What a log is compared with. */
export interface Expected {
  /** Where it comes from: recorded from microgpt.py, replayed here, or another log. */
  readonly source: 'golden' | 'replay' | 'log';
  readonly config: Config;
  /** Losses from step 1 on, in nats. */
  readonly losses: readonly number[];
  /** The log that stands in place of a run; null where there is a run. */
  readonly log: Trace | null;
  /** Names; null where the port's own generator draws them, or the run was not gone through to its end. */
  readonly samples: readonly string[] | null;
  /** The last step before rounding alone decides what a right port of a class prints; measured when it is asked for. */
  readonly judgedIn: (dtype: Dtype) => number;
  /** Whether its parameters are a port's own, and all of them float32 numbers. */
  readonly float32: boolean;
  /** The start, for runs with mistakes. */
  readonly start: () => Promise<DeviantStart>;
  /** The same with the parameters that training leaves. */
  readonly trained: () => Promise<DeviantStart>;
}

/**
 * The recorded run.
 *
 * @param losses - of the same run on another library of exp, ln and powers; the recorded ones if they are not given
 * @throws GoldenFault where the golden data cannot be used
 */
export function goldenRun(golden: Golden, losses: readonly number[] = canonicalLosses(golden)): Expected {
  const config = canonicalConfig(golden);
  const start = async () => {
    const { startFromGolden } = await import('./replay/start.ts');
    return startFromGolden(golden, config);
  };
  return {
    source: 'golden',
    config,
    losses,
    log: null,
    samples: canonicalSamples(golden).map(({ name }) => name),
    judgedIn: () => losses.length, // both classes hold to its end (spec/numerics.md)
    float32: false,
    start,
    trained: async () => ({ ...(await start()), state_dict: canonicalParameters(golden, 'final') }),
  };
}

/**
 * A run from another start, replayed.
 *
 * @param start - where it starts
 * @param steps - how many steps of it are wanted
 * @param log - the log that it is to be compared with
 * @param own - whether the start is the port's own: then its samples are drawn by its own generator
 */
export async function replayedRun(
  start: RunStart & DeviantStart,
  steps: number,
  log: Trace,
  own: boolean,
): Promise<Expected> {
  const { replayFrom } = await import('./replay/replay.ts');
  const { losses, samples, final, judgedIn } = replayFrom(start, steps, log);
  return {
    source: 'replay',
    config: start.config,
    losses,
    log: null,
    samples: own ? null : samples,
    judgedIn,
    float32: start.ownParameters === true && flatten(start.state_dict).every(isFloat32),
    start: async () => start,
    trained: async () => ({ ...start, state_dict: final }),
  };
}

/** Another log in place of a run. Of a step that it has more than once, `losses` has the first. */
export function loggedRun(log: Trace, config: Config): Expected {
  const losses: number[] = [];
  for (const [step, [{ value }]] of log.losses) losses[step - 1] = value;
  const samples: string[] = [];
  for (const [index, name] of log.samples) samples[index - 1] = name;
  const none = async () => {
    throw new Error('SUITE: a log has no start');
  };
  return {
    source: 'log',
    config: { ...config, num_steps: log.num_steps ?? losses.length },
    losses,
    log,
    samples: samples.length === 0 ? null : samples,
    judgedIn: () => losses.length,
    float32: false,
    start: none,
    trained: none,
  };
}
