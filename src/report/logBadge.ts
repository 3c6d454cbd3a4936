import type { LogDiff } from '../diff/diffLog.ts';
import { isConforming } from '../diff/verdict.ts';
import type { Badge } from './badge.ts';

/** A badge of a log: `f64 · 1000 steps`, and of one that does not hold all of its run `printed, incomplete · 400 steps`. */
export function logBadge({ verdict, completeness, losses }: LogDiff): Badge {
  const isIncomplete = completeness.reasons.length > 0;
  const limit = isConforming(verdict) && isIncomplete ? ', incomplete' : '';
  return {
    schemaVersion: 1,
    label: 'microgpt-spec',
    message: `${verdict}${limit} · ${losses.steps} steps`,
    color: !isConforming(verdict) ? 'red' : isIncomplete ? 'yellow' : 'brightgreen',
  };
}
