import { OPTIONAL } from '../port/ops.ts';
import type { OpName } from '../port/port.ts';
import { builtNotes } from './builtNote.ts';
import { type FailedClause, failedClauses } from './failures.ts';
import type { CheckResult, ClauseResult, RunResult } from './result.ts';
import { isReasoned } from './unclaimed.ts';
import { isOfClaims, isOfCore, scopeText } from './verdict.ts';

/** The operations from the one that takes least to write on; what is optional is never asked for. */
const EASIEST_FIRST: readonly OpName[] = [
  'softmax',
  'position_loss',
  'average_loss',
  'cross_entropy',
  'linear',
  'rmsnorm',
  'encode',
  'decode',
  'tokenizer',
  'documents',
  'sampling',
  'exp',
  'log',
  'pow',
  'forward',
  'adam',
  'backward',
  'train',
  'sample',
  'autograd',
  'random',
  'parameters',
  'microgpt',
];

/** How the first line of a failure ends where a port keeps something, and the line of one that was not sent. */
const KEPT = '(protocol.4)';
const UNSENT = / was not sent$/m;
/** The line that asks again, of what does not fail alone. */
const ASKS_CHAPTER = /^ *again +npx microgpt-spec run --chapter /m;

/** What to do behind a run, in one line. */
export function nextStep(result: RunResult): string {
  const { port, clauses, verdict, problems, soak } = result;
  const [first] = failedClauses(clauses);
  if (first !== undefined && (verdict === 'does not conform' || isOfCore(verdict))) {
    const mend = toMend(first);
    if (builtNotes(result).length > 0)
      return `declare what is compiled in, as the note says, and run again; or ${mend}`;
    return isMisprinted(result)
      ? `see to protocol.1: npx microgpt-spec doctor says what to print otherwise; then ${mend}`
      : mend;
  }
  if (problems.length > 0)
    return `see to what stands above: ${problems.length === 1 ? 'a line' : `${problems.length} lines`}`;
  if (verdict === 'does not conform') return nothingHeld(result);
  if (result.path !== undefined) return 'the other inputs of the check: leave --path out';
  if (scopeText(result) !== '') return 'the rest: leave --chapter and --clause out';
  if (isOfClaims(verdict)) return toClaim(result);
  if (soak !== undefined) return 'ask other inputs: --soak with --seed random, or more minutes';
  if (port.command === undefined)
    return 'ask a port: npx microgpt-spec run -- ./adapter (npx microgpt-spec init writes one)';
  return 'keep it so: npx microgpt-spec init ci writes the workflow';
}

/** What to do about a failure, and what the line behind "again" asks for. */
function toMend({ clause: { id }, checks: [check] }: FailedClause<ClauseResult>): string {
  const text = check.counterexample ?? '';
  const explain = (of: string) => `npx microgpt-spec explain ${of} says what is due`;
  if (text.split('\n', 1)[0].endsWith(KEPT)) {
    return `mend protocol.4 first, what is kept from one request to the next; "again" asks the chapter, and ${explain('protocol.4')}`;
  }
  const asks = UNSENT.test(text)
    ? 'the check that was not answered in time'
    : ASKS_CHAPTER.test(text)
      ? 'the chapter, for asked once more it held'
      : 'it alone';
  return `mend ${id} first; "again" asks ${asks}, and ${explain(id)}`;
}

/** Whether numbers do not come back from the port as they were sent: then others may fail for that alone. */
function isMisprinted({ clauses }: RunResult): boolean {
  return clauses.some(({ id, checks }) => id === 'protocol.1' && checks.some(isUnequal));
}

function isUnequal({ title, status }: CheckResult): boolean {
  return status === 'failed' && title === 'protocol.1 echo gives finite numbers back, with the sign of 0';
}

function nothingHeld({ clauses }: RunResult): string {
  const claimed = clauses.some(({ status }) => status !== 'not-claimed');
  return claimed
    ? 'no check applies to what the port declares; --json says why'
    : `claim an operation in hello: ops=${EASIEST_FIRST[0]} is the easiest`;
}

/** The easiest operation that is all that some checks wait for, or else the easiest that any wait for. */
function toClaim({ clauses }: RunResult): string {
  const checks = clauses.flatMap((clause) => clause.checks);
  const claimed = new Set(checks.filter(({ status }) => status !== 'not-claimed').flatMap(({ ops }) => ops));
  const waiting = checks.filter(
    (check) => check.status === 'not-claimed' && !isReasoned(check) && !check.ops.some((op) => OPTIONAL.has(op)),
  );
  const open = EASIEST_FIRST.filter((op) => !claimed.has(op)).map((op) => ({
    op,
    all: waiting.filter(({ ops }) => ops.includes(op)).length,
    alone: waiting.filter(({ ops }) => ops.every((other) => other === op || claimed.has(other))).length,
  }));
  const next = open.find(({ alone }) => alone > 0) ?? open.find(({ all }) => all > 0);
  if (next === undefined) return 'look at what is not claimed, and why: it stands above';
  const count = next.alone > 0 ? next.alone : next.all;
  const more = count === 1 ? 'one more check asks for' : `up to ${count} more checks ask for`;
  const own = next.op === 'random' ? '; a generator of its own is left out' : '';
  return `claim ${next.op}, which ${more} (npx microgpt-spec explain ${next.op} says what it takes and gives)${own}`;
}
