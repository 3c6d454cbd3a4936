import { OPS, SPEC_CHAPTERS } from '../port/ops.ts';
import type { OpName } from '../port/port.ts';
import { type CheckKind, type CheckResult, type ClauseResult, WRITTEN_OUT } from './result.ts';

/** What the order of failures depends on. */
export interface Judged extends Pick<ClauseResult, 'id' | 'chapter' | 'status'> {
  readonly checks: readonly Pick<CheckResult, 'title' | 'kind' | 'reach' | 'ops' | 'status' | 'counterexample'>[];
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

/** Operations by how much of a port they go through, each behind those that it is usually made of. */
const LEVELS: readonly (readonly OpName[])[] = [
  ['random', 'sin', 'cos', 'documents', 'tokenizer', 'encode', 'decode', 'exp', 'log', 'pow'],
  ['autograd'],
  ['linear', 'softmax', 'rmsnorm', 'position_loss', 'average_loss', 'adam', 'parameters'],
  ['cross_entropy', 'sampling'],
  ['trace'],
  ['forward'],
  ['sample'],
  ['backward'],
  ['train'],
  ['microgpt'],
];

/** The level of a whole program, in which what is wrong in one chapter shows in every later one. */
const PROGRAM = LEVELS.findIndex((level) => level.includes('microgpt'));
/** The level from which on an operation goes through a whole model. */
const FORWARD = LEVELS.findIndex((level) => level.includes('forward'));

/**
 * Clauses that another one says more about. Any wrong gradient fails training.9 and training.10, whichever it is, and any
 * wrong first step optimizer.1, of which training.1 and training.5 say more; what is wrong in microgpt.py's own activation,
 * decay or standard deviation is so in the early revision's too.
 */
const GENERAL: ReadonlySet<string> = new Set([
  'training.9',
  'training.10',
  'model.15',
  'optimizer.1',
  'optimizer.8',
  'parameters.11',
]);

/**
 * Clauses whose laws fail for hardly anything but what they say. Those of parameters.12 hold the port's answers with one of
 * microgpt.py's constants against its answers with numbers near it, so that what is wrong in all of them is no matter. Those
 * of loss.7 count positions: a document that is cut elsewhere fails every law about logits too.
 */
const POINTED: ReadonlySet<string> = new Set(['parameters.12', 'loss.7']);

/**
 * The clauses of a run that failed and were not expected to, the one that points most closely to the mistake first.
 *
 * What fails in core comes before what fails at the edge alone. A clause about one function involves less of the port than
 * one about a whole training, so it comes first; among clauses that involve as much, one whose laws fail for nothing else,
 * one that says what and not only that something is wrong, the one of whose laws most fail, and then one of an early chapter,
 * which later ones are built on; of those about a whole program at once the latter, for it goes from chapter to chapter. Of a
 * clause's own checks one about a single computation comes first, and then the smallest case.
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
  const extentFor = (check: Pick<CheckResult, 'ops'>) => extentOf(check, clause);
  const extent = Math.min(...failed.map(extentFor));
  const near = clause.checks.filter((check) => check.reach === 'core' && extentFor(check) <= extent);
  return [
    Math.min(...failed.map(reachKey)),
    extent,
    rankOf(clause, failed),
    extent === PROGRAM ? 0 : -pointedness(near),
    SPEC_CHAPTERS.indexOf(clause.chapter),
  ];
}

/** -1 for a clause that fails for nothing else, 1 for a general one and for one of which no law fails that tells, 0 for others. */
function rankOf({ id }: Judged, failed: Judged['checks']): number {
  if (GENERAL.has(id) || !failed.some(tells)) return 1;
  return POINTED.has(id) ? -1 : 0;
}

/**
 * How much speaks for a clause: the share of its laws that fail, as if it had half a one more that holds. A mistake fails laws
 * of many clauses, but in its own most of them: in attention's weights one of the five laws of heads, and two of the four of
 * values. An example that fails counts a little, since all that goes through the mistake fails with it.
 */
function pointedness(checks: readonly Pick<CheckResult, 'title' | 'kind' | 'status'>[]): number {
  const ran = checks.filter(({ status }) => status === 'held' || status === 'failed');
  const laws = ran.filter(tells);
  const failedLaws = laws.filter(({ status }) => status === 'failed').length;
  const example = ran.some(({ kind, status }) => kind === 'example' && status === 'failed');
  return failedLaws / (laws.length + 1 / 2) + (example ? AN_EXAMPLE : 0);
}

/** Whether it fails for its own clause, and not for whatever is wrong in a model. */
function tells({ kind, title }: Pick<CheckResult, 'title' | 'kind'>): boolean {
  return kind === 'law' && !title.includes(WRITTEN_OUT);
}

/** Whether it is about one computation on the way, which says more than what comes of it. */
function showsStage({ kind, ops }: Pick<CheckResult, 'kind' | 'ops'>): boolean {
  return kind === 'law' && ops.length > 0 && ops.every((op) => op === 'trace');
}

function checkKey(check: Judged['checks'][number]): number[] {
  return [reachKey(check), Number(!showsStage(check)), KINDS.indexOf(check.kind), check.counterexample?.length ?? 0];
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
 * How much of a port a check goes through; what asks for no operation asks for reading and printing alone. What asks for
 * functions of other chapters alone comes behind these: constants (parameters.12) are asked so by nature.
 */
function extentOf({ ops }: Pick<CheckResult, 'ops'>, { chapter }: Pick<Judged, 'chapter'>): number {
  const level = Math.max(-1, ...ops.map((op) => LEVELS.findIndex((some) => some.includes(op))));
  const isElsewhere = ops.length > 0 && ops.every((op) => OPS[op]?.chapter !== chapter) && chapter !== 'parameters';
  return level < FORWARD && isElsewhere ? level + 1 / 2 : level;
}
