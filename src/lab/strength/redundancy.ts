import { killsOf } from './kills.ts';
import type { CheckEntry, Strength } from './record.ts';

/** How much the suite would lose without a check. */
export interface Worth {
  readonly check: CheckEntry;
  /** Deviations that it killed. */
  readonly kills: number;
  /** Those that no other check killed. */
  readonly alone: readonly string[];
  /** Those that it was listed first for. */
  readonly first: readonly string[];
}

/** The worth of every check that can fail for a port, in the order of the suite. */
function worths(strength: Strength): Worth[] {
  const kills = killsOf(strength);
  return strength.checks.map((check) => {
    const own = kills.filter(({ killers }) => killers.includes(check));
    return {
      check,
      kills: own.length,
      alone: own.filter(({ killers }) => killers.length === 1).map(({ deviation }) => deviation.id),
      first: own.filter(({ first }) => first === check).map(({ deviation }) => deviation.id),
    };
  });
}

/** Checks that kill nothing that others don't kill, and are first for nothing. */
export function neverNeeded(strength: Strength): Worth[] {
  return worths(strength).filter(({ alone, first }) => alone.length + first.length === 0);
}

/** Deviations that one check alone kills. */
export function killedByOne(strength: Strength): { readonly id: string; readonly check: CheckEntry }[] {
  return killsOf(strength)
    .filter(({ killers }) => killers.length === 1)
    .map(({ deviation, killers: [check] }) => ({ id: deviation.id, check }));
}
