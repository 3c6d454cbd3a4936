import { OPS, SPEC_CHAPTERS } from '../port/ops.ts';
import type { OpName } from '../port/port.ts';
import type { CheckKind, CheckResult, ClauseResult } from './result.ts';

/** What the order of failures depends on. */
export interface Judged extends Pick<ClauseResult, 'chapter' | 'status'> {
  readonly checks: readonly Pick<CheckResult, 'kind' | 'reach' | 'ops' | 'status'>[];
}

/** A failed check and the clause it belongs to. */
export interface Failure<C extends Judged> {
  readonly clause: C;
  readonly check: C['checks'][number];
}

/** What a check does, and whether no run has its inputs: `law`, `vector, edge`. */
export function kindText({ kind, reach }: Pick<CheckResult, 'kind' | 'reach'>): string {
  return reach === 'core' ? kind : `${kind}, ${reach}`;
}

/** What says most about a mistake comes first. */
const KINDS: readonly CheckKind[] = ['law', 'error', 'example', 'vector', 'differential'];

/** Operations that are made of others: each goes through more of the port than the one before. */
const COMPOSITE: readonly OpName[] = ['forward', 'sample', 'backward', 'train', 'microgpt'];

/**
 * The failures of a run that were not expected, the one that points most closely to the mistake first.
 *
 * What fails in core comes before what fails at the edge alone. A check of one function involves less than one of a whole
 * training, so it comes first; among checks that involve as much, a law comes before an example, and an early chapter before
 * a later one that is built on it.
 */
export function failuresInOrder<C extends Judged>(clauses: readonly C[]): Failure<C>[] {
  const unexpected = clauses.filter(({ status }) => status === 'failed' || status === 'failed-at-edge');
  const failures = unexpected.flatMap((clause) =>
    clause.checks.filter(({ status }) => status === 'failed').map((check) => ({ clause, check })),
  );
  return failures
    .map((failure) => ({ failure, key: keyOf(failure) }))
    .sort((a, b) => a.key.map((part, i) => part - b.key[i]).find((difference) => difference !== 0) ?? 0)
    .map(({ failure }) => failure);
}

function keyOf({ clause, check }: Failure<Judged>): number[] {
  const extents = check.ops.map((op) => extentOf(op, clause));
  return [
    check.reach === 'core' ? 0 : 1,
    Math.max(0, ...extents),
    KINDS.indexOf(check.kind),
    SPEC_CHAPTERS.indexOf(clause.chapter),
  ];
}

/**
 * How much of a port an operation goes through: 0 for a function of the clause's own chapter. Constants (parameters.12) are
 * asked through functions of other chapters by nature; a mistake of such a function shows in a law, which comes before.
 */
function extentOf(op: OpName, clause: Judged): number {
  const composite = COMPOSITE.indexOf(op);
  if (composite >= 0) return 2 + composite;
  return OPS[op].chapter === clause.chapter || clause.chapter === 'parameters' ? 0 : 1;
}
