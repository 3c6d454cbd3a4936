import { readdirSync } from 'node:fs';
import { readOwnText } from '../port/ownText.ts';
import { readSpec } from './clauses.ts';

const FOLDER = new URL('../../spec/revisions/', import.meta.url);

/** The last revision of the specification that was released: its clauses are frozen in spec/revisions/<n>.json. */
export const FROZEN_REVISION = readdirSync(FOLDER).filter((file) => /^\d+\.json$/.test(file)).length;

/**
 * The revision that the specification is of: the last that was frozen, or the next, where clauses came later. Clauses that
 * are added between two releases are all of the next revision, which is frozen once, at the release (`npm run freeze`).
 *
 * @param clauses - the ids that there are
 */
export function specRevision(clauses: readonly string[] = specClauses()): number {
  return laterClauses(clauses).length === 0 ? FROZEN_REVISION : FROZEN_REVISION + 1;
}

/** The clauses that came after the last frozen revision. */
export function laterClauses(clauses: readonly string[] = specClauses()): string[] {
  const frozen = revisionClauses(FROZEN_REVISION);
  return clauses.filter((id) => !frozen.includes(id));
}

/**
 * The clauses that a revision of the specification has: a port that claims a revision is never failed by a clause that came
 * later.
 *
 * @param revision - its number, from 1; the one behind the last frozen has every clause that there is
 * @param clauses - the ids that there are
 * @returns the ids, in the specification's order
 * @throws the system's error where there is no such revision
 */
export function revisionClauses(revision: number, clauses?: readonly string[]): readonly string[] {
  if (revision === FROZEN_REVISION + 1) return clauses ?? specClauses();
  const list = JSON.parse(readOwnText(new URL(`${revision}.json`, FOLDER))) as { clauses: readonly string[] };
  return list.clauses;
}

function specClauses(): string[] {
  return readSpec().map(({ id }) => id);
}
