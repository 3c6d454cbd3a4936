import { type Kill, killsOf, programKillsOf } from './kills.ts';
import type { CheckEntry, Strength } from './record.ts';

/** How much the suite would lose without a check. */
export interface Worth {
  readonly check: CheckEntry;
  /** Mistakes of both catalogues that it killed. */
  readonly kills: number;
  /** Those that no other check killed. */
  readonly alone: readonly string[];
  /** Those that it was listed first for. */
  readonly first: readonly string[];
}

/** The worth of every check that can fail for a port, in the order of the suite. */
function worths(strength: Strength): Worth[] {
  const kills = allKills(strength);
  return strength.checks.map((check) => {
    const own = kills.filter(({ killers }) => killers.includes(check));
    return {
      check,
      kills: own.length,
      alone: own.filter(({ killers }) => killers.length === 1).map(({ mistake }) => mistake.id),
      first: own.filter(({ first }) => first === check).map(({ mistake }) => mistake.id),
    };
  });
}

/** Checks that kill nothing that others don't kill, and are first for nothing. */
export function neverNeeded(strength: Strength): Worth[] {
  return worths(strength).filter(({ alone, first }) => alone.length + first.length === 0);
}

/** Mistakes that one check alone kills. */
export function killedByOne(strength: Strength): { readonly id: string; readonly check: CheckEntry }[] {
  return allKills(strength)
    .filter(({ killers }) => killers.length === 1)
    .map(({ mistake, killers: [check] }) => ({ id: mistake.id, check }));
}

function allKills(strength: Strength): Kill[] {
  return [...killsOf(strength), ...programKillsOf(strength)];
}
