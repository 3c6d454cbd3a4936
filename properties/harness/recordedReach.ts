import type { OpName } from '../../src/port/port.ts';
import { beyondResults, beyondRuns, isRejectedByRuns } from '../../src/port/reach.ts';
import type { Reach } from '../../src/report/result.ts';

/**
 * Whether a run of microgpt.py may have an input that was written down with its result (spec/numerics.md, "Core and edge").
 *
 * @param result - as it is written down; null where the input is rejected
 */
export function recordedReach(op: OpName, args: readonly unknown[], result: { readonly json: unknown } | null): Reach {
  if (result === null) return isRejectedByRuns(op, args) ? 'core' : 'edge';
  return (beyondRuns(op, args) ?? beyondResults(result.json)) === null ? 'core' : 'edge';
}
