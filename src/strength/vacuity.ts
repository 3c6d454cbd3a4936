import type { CheckEntry, ImpostorEntry, Strength } from './record.ts';

/** A check that an impostor passes, and the cheapest that does. */
export interface Vacuous {
  readonly check: CheckEntry;
  readonly impostor: ImpostorEntry['id'];
  /** Why that is no weakness of the check; null where nobody has said. */
  readonly reason: string | null;
}

/** Every check that some impostor passes, with the cheapest. */
export function vacuousChecks({ checks, impostors }: Strength): Vacuous[] {
  return checks.flatMap((check, place) => {
    const impostor = impostors.find(({ passed }) => passed.includes(place));
    return impostor === undefined ? [] : [{ check, impostor: impostor.id, reason: reasonFor(check, impostor.id) }];
  });
}

/** The two last impostors are the reference but for one thing; a check that does not look at that passes by nature. */
function reasonFor(check: CheckEntry, impostor: ImpostorEntry['id']): string | null {
  if (impostor !== 'shape' && impostor !== 'noise') return null;
  if (check.kind === 'error') return 'it rejects what the reference rejects';
  return null;
}
