import { type Kill, killsOf, programKillsOf } from './kills.ts';
import type { Strength } from './record.ts';

/** How the mistakes of a catalogue fared. */
export interface CatalogueSummary {
  readonly mistakes: number;
  readonly killed: number;
  readonly byLaw: number;
  /** By a check whose inputs a run may have; null where the record does not say which those are. */
  readonly byCore: number | null;
  /** The failure listed first is of the own chapter. */
  readonly ownChapterFirst: number;
  /** A check of the mistake's own clause is among the failures, and a law of it: of the first catalogue. */
  readonly byOwnClause: number;
  readonly byOwnLaw: number;
  /** Clauses of other chapters of which a law fails, the median over the mistakes. */
  readonly unrelated: number;
}

/** The figures that the suite is judged by. */
export interface Summary {
  readonly deviations: CatalogueSummary;
  /** Null where they are not measured yet. */
  readonly programs: CatalogueSummary | null;
  /** How many times the suite was put to correct ports, and how many of these had a failure. */
  readonly correctRuns: number;
  readonly alarms: number;
}

/** Counts a record. */
export function summaryOf(strength: Strength): Summary {
  const saysReach = strength.checks.some(({ reach }) => reach !== null);
  const programs = programKillsOf(strength);
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  return {
    deviations: catalogueOf(killsOf(strength), saysReach),
    programs: programs.length === 0 ? null : catalogueOf(programs, saysReach),
    correctRuns: total(strength.variants.map(({ runs }) => runs)),
    alarms: total(strength.variants.map(({ alarms }) => alarms)),
  };
}

function catalogueOf(kills: readonly Kill[], saysReach: boolean): CatalogueSummary {
  const count = (is: (kill: Kill) => boolean) => kills.filter(is).length;
  return {
    mistakes: kills.length,
    killed: count(({ killers }) => killers.length > 0),
    byLaw: count(({ byLaw }) => byLaw),
    byCore: saysReach ? count(({ byCore }) => byCore) : null,
    ownChapterFirst: count(({ ownChapterFirst }) => ownChapterFirst),
    byOwnClause: count(({ ownClause }) => ownClause),
    byOwnLaw: count(({ byOwnLaw }) => byOwnLaw),
    unrelated: kills.map(({ unrelated }) => unrelated).sort((a, b) => a - b)[Math.floor(kills.length / 2)],
  };
}

/** `140 of 143 (97.9 %)` */
export function shareText(part: number, whole: number): string {
  return `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;
}
