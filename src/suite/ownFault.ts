import { CALL } from './collect.ts';

/**
 * What of a run's faults is the caller's or the port's: a port that cannot be loaded or started says so in each file, and is
 * named once. Null where the suite itself is at fault.
 */
export function ownFault(faults: readonly string[]): string | null {
  const call = faults.find((fault) => fault.startsWith(CALL));
  if (call !== undefined) return call.slice(CALL.length + 1);
  return faults.map((fault) => /PORT: .*/s.exec(fault)?.[0]).find((fault) => fault !== undefined) ?? null;
}
