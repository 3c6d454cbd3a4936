import { BY_NATURE } from './byNature.ts';
import { clauseOf, isLaw } from './kills.ts';
import type { CheckEntry, ImpostorEntry, Strength } from './record.ts';

/** A check that an impostor passes, and the cheapest that does. */
export interface Vacuous {
  readonly check: CheckEntry;
  readonly impostor: ImpostorEntry['id'];
  /** The check of the same clause that the impostor fails, a law where there is one. */
  readonly caughtBy: CheckEntry | null;
  /** Why the whole clause passes it; null where another check catches it, or nobody has said. */
  readonly reason: string | null;
}

/** Every check that some impostor passes, with the cheapest. */
export function vacuousChecks({ checks, impostors }: Strength): Vacuous[] {
  return checks.flatMap((check, place) => {
    const cheapest = impostors.find(({ passed }) => passed.includes(place));
    if (cheapest === undefined) return [];
    const failed = checks.filter((other, at) => clauseOf(other) === clauseOf(check) && cheapest.failed.includes(at));
    const caughtBy = failed.find(isLaw) ?? failed.at(0) ?? null;
    return [{ check, impostor: cheapest.id, caughtBy, reason: caughtBy ? null : natureOf(check, cheapest.id) }];
  });
}

function natureOf(check: CheckEntry, impostor: ImpostorEntry['id']): string | null {
  if (impostor !== 'shape' && impostor !== 'noise') return null;
  return BY_NATURE[impostor][clauseOf(check)] ?? null;
}
