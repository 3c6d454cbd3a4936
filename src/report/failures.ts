import { OPS, SPEC_CHAPTERS } from '../port/ops.ts';
import type { OpName } from '../port/port.ts';
import type { CheckKind, CheckResult, ClauseResult } from './result.ts';

/** What the order of failures depends on. */
export interface Judged extends Pick<ClauseResult, 'chapter' | 'status'> {
  readonly checks: readonly Pick<CheckResult, 'kind' | 'reach' | 'ops' | 'status' | 'counterexample'>[];
}

/** A clause that failed, and its checks that did: the one first that shows the mistake best. */
export interface FailedClause<C extends Judged> {
  readonly clause: C;
  readonly checks: readonly [C['checks'][number], ...C['checks'][number][]];
}

/** What a check does, and whether no run has its inputs: `law`, `vector, edge`. */
export function kindText({ kind, reach }: Pick<CheckResult, 'kind' | 'reach'>): string {
  return reach === 'core' ? kind : `${kind}, ${reach}`;
}

/** An example is written to be read, a law says what does not hold, and a difference only that something does not. */
const KINDS: readonly CheckKind[] = ['example', 'law', 'error', 'vector', 'differential'];

/** What an example that fails counts beside the share of a clause's laws. */
const AN_EXAMPLE = 0.05;

/** Operations that are made of others: each goes through more of the port than the one before. */
const COMPOSITE: readonly OpName[] = ['forward', 'sample', 'backward', 'train', 'microgpt'];

/**
 * The clauses of a run that failed and were not expected to, the one that points most closely to the mistake first.
 *
 * What fails in core comes before what fails at the edge alone. A clause about one function involves less of the port than
 * one about a whole training, so it comes first; among clauses that involve as much, the one of whose laws most fail, and then
 * one of an early chapter, which later ones are built on. Of a clause's own checks the smallest case comes first.
 */
export function failedClauses<C extends Judged>(clauses: readonly C[]): FailedClause<C>[] {
  return clauses
    .filter(({ status }) => status === 'failed' || status === 'failed-at-edge')
    .flatMap((clause) => {
      const failed = clause.checks.filter(({ status }) => status === 'failed');
      const [first, ...rest] = inOrder(failed, checkKey);
      return first === undefined ? [] : [{ clause, checks: [first, ...rest] as const, key: clauseKey(clause, failed) }];
    })
    .sort((a, b) => compare(a.key, b.key))
    .map(({ clause, checks }) => ({ clause, checks: [...checks] }));
}

/** A failed check and the clause it belongs to. */
export interface Failure<C extends Judged> {
  readonly clause: C;
  readonly check: C['checks'][number];
}

/** The failed checks of a run: one of each clause as `failedClauses` has them, then the others. */
export function failuresInOrder<C extends Judged>(clauses: readonly C[]): Failure<C>[] {
  const failed = failedClauses(clauses);
  return [
    ...failed.map(({ clause, checks: [check] }) => ({ clause, check })),
    ...failed.flatMap(({ clause, checks: [, ...others] }) => others.map((check) => ({ clause, check }))),
  ];
}

function clauseKey(clause: Judged, failed: Judged['checks']): number[] {
  const extentFor = ({ ops }: Pick<CheckResult, 'ops'>) => Math.max(0, ...ops.map((op) => extentOf(op, clause)));
  const extent = Math.min(...failed.map(extentFor));
  const near = clause.checks.filter((check) => check.reach === 'core' && extentFor(check) <= extent);
  return [Math.min(...failed.map(reachKey)), extent, -pointedness(near), SPEC_CHAPTERS.indexOf(clause.chapter)];
}

/**
 * How much speaks for a clause: the share of its laws that fail, as if it had one more that holds. A mistake fails laws of many
 * clauses, but in its own most of them: in attention's weights one of the five laws of heads, and two of the four of values. An
 * example that fails counts a little, since all that goes through the mistake fails with it.
 */
function pointedness(checks: readonly Pick<CheckResult, 'kind' | 'status'>[]): number {
  const ran = checks.filter(({ status }) => status === 'held' || status === 'failed');
  const laws = ran.filter(({ kind }) => kind === 'law');
  const failedLaws = laws.filter(({ status }) => status === 'failed').length;
  const example = ran.some(({ kind, status }) => kind === 'example' && status === 'failed');
  return failedLaws / (laws.length + 1) + (example ? AN_EXAMPLE : 0);
}

function checkKey(check: Judged['checks'][number]): number[] {
  return [reachKey(check), KINDS.indexOf(check.kind), check.counterexample?.length ?? 0];
}

function reachKey({ reach }: Pick<CheckResult, 'reach'>): number {
  return reach === 'core' ? 0 : 1;
}

function inOrder<T>(items: readonly T[], keyOf: (item: T) => number[]): T[] {
  return items
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ item }) => item);
}

function compare(a: readonly number[], b: readonly number[]): number {
  return a.map((part, i) => part - b[i]).find((difference) => difference !== 0) ?? 0;
}

/**
 * How much of a port an operation goes through: 0 for a function of the clause's own chapter. Constants (parameters.12) are
 * asked through functions of other chapters by nature; a mistake of such a function shows in a law, which comes before.
 */
function extentOf(op: OpName, clause: Judged): number {
  const composite = COMPOSITE.indexOf(op);
  if (composite >= 0) return 2 + composite;
  return OPS[op]?.chapter === clause.chapter || clause.chapter === 'parameters' ? 0 : 1;
}
