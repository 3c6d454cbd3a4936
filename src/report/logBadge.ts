import type { LogDiff } from '../diff/diffLog.ts';
import { isConforming } from '../diff/verdict.ts';
import type { Badge } from './badge.ts';

/** A badge of a log: `f64 · 1000 steps`, of one that does not hold all of its run `printed, incomplete · 400 steps`, and `exact on go's library · 1000 steps`. */
export function logBadge({ verdict, completeness, losses, library }: LogDiff): Badge {
  const isIncomplete = completeness.reasons.length > 0;
  const on = isConforming(verdict) && library !== undefined ? ` on ${library}'s library` : '';
  const limit = isConforming(verdict) && isIncomplete ? ', incomplete' : '';
  return {
    schemaVersion: 1,
    label: 'microgpt-spec',
    message: `${verdict}${on}${limit} · ${losses.steps} steps`,
    color: !isConforming(verdict) ? 'red' : isIncomplete ? 'yellow' : 'brightgreen',
  };
}
