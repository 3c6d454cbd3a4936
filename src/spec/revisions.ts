import { readFileSync } from 'node:fs';

const FOLDER = new URL('../../spec/revisions/', import.meta.url);

/**
 * The clauses that a revision of the specification has, frozen in spec/revisions/<n>.json when it is released: a port
 * that claims a revision is never failed by a clause that came later.
 *
 * @param revision - its number
 * @returns the ids, in the specification's order; null where there is no such revision
 */
export function revisionClauses(revision: number): readonly string[] | null {
  let text: string;
  try {
    text = readFileSync(new URL(`${revision}.json`, FOLDER), 'utf8');
  } catch {
    return null;
  }
  const { clauses }: { clauses: readonly string[] } = JSON.parse(text);
  return clauses;
}
