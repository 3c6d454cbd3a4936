import { type Clause, readSpec } from '../spec/clauses.ts';
import { type CheckManifest, readManifest } from './manifest.ts';

/** A clause and the titles of its checks. */
export interface CheckedClause {
  readonly clause: Clause;
  readonly checks: readonly string[];
}

/** The map from clauses to checks, from the manifest that a run has written. */
export function clausesWithChecks(
  clauses: readonly Clause[] = readSpec(),
  manifest: CheckManifest = readManifest(),
): CheckedClause[] {
  const titles = Object.values(manifest).flatMap(Object.keys);
  return clauses.map((clause) => ({ clause, checks: titles.filter((title) => title.startsWith(`${clause.id} `)) }));
}
