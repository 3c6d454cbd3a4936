import type { DeviantStart } from '../deviations/deviantRun.ts';
import { canonicalConfig, canonicalLosses, canonicalParameters, canonicalSamples } from '../golden/canonical.ts';
import type { Golden } from '../golden/golden.ts';
import type { Config } from '../reference/config.ts';
import { halfUnit, printFormat } from './log/printed.ts';
import type { Trace } from './log/readLog.ts';
import type { RunStart } from './replay/start.ts';

/** What a log is compared with. */
export interface Expected {
  /** Where it comes from: recorded from microgpt.py, replayed here, or another log. */
  readonly source: 'golden' | 'replay' | 'log';
  readonly config: Config;
  /** Losses from step 1 on, in nats. */
  readonly losses: readonly number[];
  /** How far they may be off by the digits that they are printed with. */
  readonly halves: (step: number) => number;
  /** Names; null where the port's own generator draws them, or the run was not gone through to its end. */
  readonly samples: readonly string[] | null;
  /** Steps that can be judged: before rounding alone decides. */
  readonly judged: number;
  /** The start, for runs with mistakes. */
  readonly start: () => Promise<DeviantStart>;
  /** The same with the parameters that training leaves. */
  readonly trained: () => Promise<DeviantStart>;
}

/** The recorded run. Throws GoldenFault where the golden data cannot be used. */
export function goldenRun(golden: Golden): Expected {
  const config = canonicalConfig(golden);
  const losses = canonicalLosses(golden);
  const start = async () => {
    const { startFromGolden } = await import('./replay/start.ts');
    return startFromGolden(golden, config);
  };
  return {
    source: 'golden',
    config,
    losses,
    halves: () => 0,
    samples: canonicalSamples(golden).map(({ name }) => name),
    judged: losses.length,
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
 * @param own - whether the start is the port's own: then its samples are drawn by its own generator, and how far rounding
 * decides is measured; for microgpt.py's starts that is known (spec/numerics.md)
 */
export async function replayedRun(
  start: RunStart & DeviantStart,
  steps: number,
  log: Trace,
  own: boolean,
): Promise<Expected> {
  const { replayFrom } = await import('./replay/replay.ts');
  const { losses, samples, final, partsAt } = replayFrom(start, steps, log, own);
  return {
    source: 'replay',
    config: start.config,
    losses,
    halves: () => 0,
    samples: own ? null : samples,
    judged: partsAt === null ? losses.length : partsAt - 1,
    start: async () => start,
    trained: async () => ({ ...start, state_dict: final }),
  };
}

/** Another log in place of a run: its losses, as far as their digits go. */
export function loggedRun({ losses: all, samples, num_steps }: Trace, config: Config): Expected {
  const format = printFormat([...all.values()].flat());
  const losses: number[] = [];
  for (const [step, [{ value }]] of all) losses[step - 1] = value;
  const none = async () => {
    throw new Error('SUITE: a log has no start');
  };
  return {
    source: 'log',
    config: { ...config, num_steps: num_steps ?? losses.length },
    losses,
    halves: (step) => {
      const event = all.get(step)?.[0];
      return event === undefined || !Number.isFinite(event.value) ? 0 : halfUnit(format, event);
    },
    samples:
      samples.size === 0
        ? null
        : Array.from({ length: Math.max(...samples.keys()) }, (_, i) => samples.get(i + 1) ?? ''),
    judged: losses.length,
    start: none,
    trained: none,
  };
}
