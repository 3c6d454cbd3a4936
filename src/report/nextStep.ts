import type { OpName } from '../port/port.ts';
import { failedClauses } from './failures.ts';
import type { CheckResult, RunResult } from './result.ts';
import { isOfCore, scopeText } from './verdict.ts';

/** The operations from the one that takes least to write on. */
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

/** What to do behind a run, in one line. */
export function nextStep(result: RunResult): string {
  const { port, clauses, verdict, problems } = result;
  const [first] = failedClauses(clauses);
  if (first !== undefined && (verdict === 'does not conform' || isOfCore(verdict))) {
    const { id } = first.clause;
    return `mend ${id} first; "again" asks it alone, and npx microgpt-spec explain ${id} says what is due`;
  }
  if (problems.length > 0)
    return `see to what stands above: ${problems.length === 1 ? 'a line' : `${problems.length} lines`}`;
  if (verdict === 'does not conform') return nothingHeld(result);
  if (scopeText(result) !== '') return 'the rest: leave --chapter and --clause out';
  const waiting = easiestIn(result);
  if (waiting !== null) {
    return `claim ${waiting.op}, for which ${waiting.checks === 1 ? 'a check waits' : `${waiting.checks} checks wait`} (spec/protocol.md says what it takes and gives)`;
  }
  if (port.command === undefined)
    return 'ask a port: npx microgpt-spec run -- ./adapter (npx microgpt-spec init writes one)';
  return 'keep it so: npx microgpt-spec init ci writes the workflow';
}

function nothingHeld({ clauses }: RunResult): string {
  const claimed = clauses.some(({ status }) => status !== 'not-claimed');
  return claimed
    ? 'no check applies to what the port declares; --json says why'
    : `claim an operation in hello: ops=${EASIEST_FIRST[0]} is the easiest`;
}

/** The easiest operation that is all that some checks wait for; null where none is, or the port gives its reasons. */
function easiestIn({ clauses }: RunResult): { readonly op: OpName; readonly checks: number } | null {
  const checks = clauses.flatMap((clause) => clause.checks);
  const claimed = new Set(checks.filter(({ status }) => status !== 'not-claimed').flatMap(({ ops }) => ops));
  const waiting = checks.filter((check) => check.status === 'not-claimed' && !hasReason(check));
  for (const op of EASIEST_FIRST) {
    const own = waiting.filter(({ ops }) => ops.every((other) => other === op || claimed.has(other)));
    if (own.length > 0 && !claimed.has(op)) return { op, checks: own.length };
  }
  return null;
}

/** Whether a port says why it does not claim what a check needs. */
function hasReason({ reason = '', ops }: Pick<CheckResult, 'reason' | 'ops'>): boolean {
  return ops.some((op) => reason.includes(`${op}: `));
}
