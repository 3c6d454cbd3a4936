import type { CheckKind, ClauseResult, ClauseStatus, RunResult } from './result.ts';
import { verdictOf } from './verdict.ts';

/** How a clause fails: by a check of some kind, or since the port did not answer. */
export type FailureKind = CheckKind | 'crash';

/** A line of a file of expected failures. */
export interface ExpectedFailure {
  readonly id: string;
  /** In alphabetical order, each once. */
  readonly kinds: readonly FailureKind[];
  readonly reason: string;
}

/** A file of expected failures that cannot be used; the message names the line, and what to do. */
export class ExpectedFault extends Error {
  override readonly name = 'ExpectedFault';
}

const KINDS: readonly FailureKind[] = ['crash', 'differential', 'error', 'example', 'law', 'vector'];
/** Of clauses that a file of expected failures has lines for. */
const FAILED: readonly ClauseStatus[] = ['failed', 'failed-at-edge', 'expected-failure'];
const LINE = /^(\S+)\s+(\S+)(?:\s+(.*))?$/;
/** How the driver begins what it says of a port that crashed, hung or answered nonsense. */
const PORT_FAULT = /^PORT: /m;
const HEADER = `# Failures that are expected: a clause, the kinds of its counterexamples, the reason. Written by
# microgpt-spec run --write-expected. A clause that holds, or fails otherwise, fails the run until its line is changed.
`;
/** In place of a reason that nobody has given yet. */
const UNEXPLAINED = 'not explained yet';

/**
 * Reads a file of expected failures: a line a clause, `loss.4 law,vector the reason`; `#` begins a remark.
 *
 * @param ids - the clauses that there are
 * @param where - the file's name, for messages
 * @throws ExpectedFault where a line names no clause, no known kind, no reason, or a clause again
 */
export function parseExpected(text: string, ids: readonly string[], where: string): ExpectedFailure[] {
  const seen = new Set<string>();
  return text.split(/\r?\n/).flatMap((line, i) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const at = `${where}:${i + 1}`;
    const [, id, kinds, reason = ''] = LINE.exec(line.trim()) ?? [];
    if (id === undefined) throw new ExpectedFault(`${at} is no line of the form "loss.4 law the reason"`);
    if (!ids.includes(id)) {
      throw new ExpectedFault(
        `${at}: there is no clause ${id}; a line names one clause, without wildcards (microgpt-spec list)`,
      );
    }
    if (seen.has(id)) throw new ExpectedFault(`${at}: ${id} has a line already; leave one of them`);
    seen.add(id);
    const words = kinds.split(',');
    const unknown = words.find((word) => !KINDS.some((kind) => kind === word));
    if (unknown !== undefined) {
      throw new ExpectedFault(`${at}: ${unknown} is no kind of counterexample; there are ${KINDS.join(', ')}`);
    }
    if (reason === '') throw new ExpectedFault(`${at}: ${id} has no reason; say behind ${kinds} why it fails`);
    return [{ id, kinds: KINDS.filter((kind) => words.includes(kind)), reason }];
  });
}

/**
 * Judges a result anew by the failures that are expected. A listed clause that fails by just the listed kinds is an
 * expected failure. One that holds, that was not claimed, or that fails otherwise is a problem of its own, so that the file
 * cannot grow stale. Clauses of chapters that were not run are left alone.
 */
export function applyExpected(result: RunResult, expected: readonly ExpectedFailure[]): RunResult {
  const byId = new Map(expected.map((line) => [line.id, line]));
  const problems: string[] = [];
  const clauses = result.clauses.map((clause): ClauseResult => {
    const line = byId.get(clause.id);
    if (line === undefined) return clause;
    if (clause.status !== 'failed' && clause.status !== 'failed-at-edge') {
      problems.push(`${clause.id} was expected to fail, and is ${clause.status}: take its line out`);
      return clause;
    }
    const kinds = failureKinds(clause);
    if (kinds.join() !== line.kinds.join()) {
      problems.push(`${clause.id} fails by ${kinds.join(',')}, and was expected to fail by ${line.kinds.join(',')}`);
      return clause;
    }
    return { ...clause, status: 'expected-failure', reason: line.reason };
  });
  const all = [...result.problems, ...problems];
  return { ...result, verdict: verdictOf(clauses, problems, result.core), problems: all, clauses };
}

/**
 * The file that expects what a result has: its failures, with the reasons that were known, and the lines of chapters that were
 * not run.
 *
 * @param before - the lines that there were
 */
export function expectedText(result: RunResult, before: readonly ExpectedFailure[]): string {
  const ran = new Set(result.clauses.map(({ id }) => id));
  const reasons = new Map(before.map(({ id, reason }) => [id, reason]));
  const failures = result.clauses
    .filter(({ status }) => FAILED.includes(status))
    .map((clause) => ({ id: clause.id, kinds: failureKinds(clause), reason: reasons.get(clause.id) ?? UNEXPLAINED }));
  const lines = [...failures, ...before.filter(({ id }) => !ran.has(id))];
  return HEADER + lines.map(({ id, kinds, reason }) => `${id} ${kinds.join(',')} ${reason}\n`).join('');
}

/** By what a clause fails, in alphabetical order. */
function failureKinds({ checks }: ClauseResult): FailureKind[] {
  const failed = checks.filter(({ status }) => status === 'failed');
  const kinds = failed.map(({ kind, counterexample = '' }) => (PORT_FAULT.test(counterexample) ? 'crash' : kind));
  return KINDS.filter((kind) => kinds.includes(kind));
}
