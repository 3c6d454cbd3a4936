import type { Reach } from '../report/result.ts';
import { type Clause, readSpec } from '../spec/clauses.ts';
import { type CheckManifest, readManifest } from './manifest.ts';

/** A clause and its checks. */
export interface CheckedClause {
  readonly clause: Clause;
  readonly checks: readonly { readonly title: string; readonly reach: Reach }[];
}

/** The map from clauses to checks, from the manifest that a run has written. */
export function clausesWithChecks(
  clauses: readonly Clause[] = readSpec(),
  manifest: CheckManifest = readManifest(),
): CheckedClause[] {
  const checks = Object.values(manifest).flatMap((chapter) =>
    Object.entries(chapter).map(([title, reach]) => ({ title, reach })),
  );
  return clauses.map((clause) => ({ clause, checks: checks.filter(({ title }) => title.startsWith(`${clause.id} `)) }));
}
