import type { LogDiff } from '../diff/diffLog.ts';
import { isConforming } from '../diff/verdict.ts';
import type { Badge } from './badge.ts';

/**
 * A badge of a log: `f64 · 1000 steps`, and of one that does not hold all of its run `printed, incomplete · 400 steps`.
 *
 * @param holds - whether dumped steps beside it hold too
 */
export function logBadge({ verdict, completeness, losses }: LogDiff, holds: boolean): Badge {
  const word = holds ? verdict : 'diverges';
  const isIncomplete = completeness.reasons.length > 0;
  const limit = isConforming(word) && isIncomplete ? ', incomplete' : '';
  return {
    schemaVersion: 1,
    label: 'microgpt-spec',
    message: `${word}${limit} · ${losses.steps} steps`,
    color: !isConforming(word) ? 'red' : isIncomplete ? 'yellow' : 'brightgreen',
  };
}
