import { lossTolerance } from '../tolerance.ts';
import type { ArrangedRuns } from './arrangedRun.ts';
import type { Arrangement } from './arrangement.ts';
import { isLogged, type LoggedLoss } from './loggedLosses.ts';

/** An arrangement that gives the log's first loss. */
export interface Survivor {
  readonly arrangement: Arrangement;
  /** Its losses at the logged steps that agree, and at the first that does not. */
  readonly losses: readonly number[];
  /** How many of them agree. */
  readonly agreed: number;
  /** Whether all that were compared agree. */
  readonly agreesThroughout: boolean;
  /** The class in which they were compared: that of the first. */
  readonly within: 'f64' | 'f32';
}

/**
 * Trains from an arrangement for as long as it agrees with a log.
 *
 * @param logged - the log's losses by step, at those that are compared
 */
export function follow(
  arrangement: Arrangement,
  runs: ArrangedRuns,
  logged: ReadonlyMap<number, LoggedLoss>,
): Survivor {
  const losses: number[] = [];
  let within: 'f64' | 'f32' = 'f32';
  let agreed = 0;
  let step = 0;
  for (const loss of runs.losses(arrangement)) {
    const due = logged.get(++step);
    if (due === undefined) continue;
    losses.push(loss);
    if (agreed === 0 && due.half <= lossTolerance('f64', loss) && isLogged(loss, due, 'f64')) within = 'f64';
    if (!isLogged(loss, due, within)) break;
    if (++agreed === logged.size) break;
  }
  return { arrangement, losses, agreed, agreesThroughout: agreed === logged.size, within };
}
