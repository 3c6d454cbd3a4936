import { readFileSync } from 'node:fs';

/** Revision of the specification: it grows when a clause is added or changes its meaning. */
export const SPEC_REVISION = 1;

const FOLDER = new URL('../../spec/revisions/', import.meta.url);

/**
 * The clauses that a revision of the specification has, frozen in spec/revisions/<n>.json when it is released: a port
 * that claims a revision is never failed by a clause that came later.
 *
 * @param revision - its number, from 1
 * @returns the ids, in the specification's order
 * @throws the system's error where there is no such revision
 */
export function revisionClauses(revision: number): readonly string[] {
  const { clauses }: { clauses: readonly string[] } = JSON.parse(
    readFileSync(new URL(`${revision}.json`, FOLDER), 'utf8'),
  );
  return clauses;
}
