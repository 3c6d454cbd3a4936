import { type Kill, killsOf } from './kills.ts';
import type { Strength } from './record.ts';

/** The figures that the suite is judged by. */
export interface Summary {
  readonly deviations: number;
  readonly killed: number;
  /** A check of the deviation's own clause is among the failures. */
  readonly byOwnClause: number;
  /** The failure listed first is of the own chapter. */
  readonly ownChapterFirst: number;
  readonly byLaw: number;
  readonly byOwnLaw: number;
  /** Clauses of other chapters of which a law fails, the median over the deviations. */
  readonly unrelated: number;
  readonly variants: number;
  readonly variantsFailed: number;
}

/** Counts a record. */
export function summaryOf(strength: Strength): Summary {
  const kills = killsOf(strength);
  const count = (is: (kill: Kill) => boolean) => kills.filter(is).length;
  return {
    deviations: kills.length,
    killed: count(({ killers }) => killers.length > 0),
    byOwnClause: count(({ ownClause }) => ownClause),
    ownChapterFirst: count(({ ownChapterFirst }) => ownChapterFirst),
    byLaw: count(({ byLaw }) => byLaw),
    byOwnLaw: count(({ byOwnLaw }) => byOwnLaw),
    unrelated: kills.map(({ unrelated }) => unrelated).sort((a, b) => a - b)[Math.floor(kills.length / 2)],
    variants: strength.variants.length,
    variantsFailed: strength.variants.filter(({ failed }) => failed.length > 0).length,
  };
}

/** `140 of 143 (98 %)` */
export function shareText(part: number, whole: number): string {
  return `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;
}
