import type { OpName } from '../port/port.ts';
import { failedClauses } from './failures.ts';
import type { RunResult } from './result.ts';
import { isReasoned } from './unclaimed.ts';
import { isOfClaims, isOfCore, scopeText } from './verdict.ts';

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
  if (result.path !== undefined) return 'the other inputs of the check: leave --path out';
  if (scopeText(result) !== '') return 'the rest: leave --chapter and --clause out';
  if (isOfClaims(verdict)) return toClaim(result);
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

/** The easiest operation that is all that some checks wait for, or else the easiest that any wait for. */
function toClaim({ clauses }: RunResult): string {
  const checks = clauses.flatMap((clause) => clause.checks);
  const claimed = new Set(checks.filter(({ status }) => status !== 'not-claimed').flatMap(({ ops }) => ops));
  const waiting = checks.filter((check) => check.status === 'not-claimed' && !isReasoned(check));
  const open = EASIEST_FIRST.filter((op) => !claimed.has(op)).map((op) => ({
    op,
    all: waiting.filter(({ ops }) => ops.includes(op)).length,
    alone: waiting.filter(({ ops }) => ops.every((other) => other === op || claimed.has(other))).length,
  }));
  const next = open.find(({ alone }) => alone > 0) ?? open.find(({ all }) => all > 0);
  if (next === undefined) return 'look at what is not claimed, and why: it stands above';
  const count = next.alone > 0 ? next.alone : next.all;
  return `claim ${next.op}, for which ${count === 1 ? 'a check waits' : `${count} checks wait`} (spec/protocol.md says what it takes and gives)`;
}
