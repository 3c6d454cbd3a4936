import type { CheckResult, RunResult } from './result.ts';

/** Between the operations of a note and the port's reason. */
const BECAUSE = ': ';
const BEGINNING = 'the port does not claim ';

/**
 * Why a check is not put to a port: `the port does not claim adam: no optimizer; the nearest is line 120`.
 *
 * @param missing - the operations that the check needs and the port lacks, at least one
 * @param reasons - what the port says of those that it does not claim
 */
export function unclaimedNote(missing: readonly string[], reasons: Readonly<Record<string, string>> = {}): string {
  const because = missing.filter((op) => reasons[op] !== undefined).map((op) => `${BECAUSE}${reasons[op]}`);
  return `${BEGINNING}${missing.join(', ')}${because[0] ?? ''}`;
}

/** Whether the note of a check that was not put to a port has the port's reason. */
export function isReasoned({ reason = '' }: Pick<CheckResult, 'reason'>): boolean {
  return reason.startsWith(BEGINNING) && reason.includes(BECAUSE);
}

/**
 * The reasons that a port gives for what it does not claim, each once: `not claimed: adam, train: no optimizer`.
 *
 * @param result - of a run
 */
export function unclaimedLines({ clauses }: RunResult): string[] {
  const byReason = new Map<string, Set<string>>();
  for (const { reason = '', status, ops } of clauses.flatMap(({ checks }) => checks)) {
    const [op] = ops;
    const beginning = `${BEGINNING}${op}${BECAUSE}`; // of a check that lacks this operation alone
    if (status !== 'not-claimed' || op === undefined || !reason.startsWith(beginning)) continue;
    const why = reason.slice(beginning.length);
    byReason.set(why, (byReason.get(why) ?? new Set()).add(op));
  }
  return [...byReason].map(([why, ops]) => `not claimed: ${[...ops].join(', ')}${BECAUSE}${why}`);
}
