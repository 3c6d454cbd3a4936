import { afterAll, type TestContext, test } from 'vitest';
import type { OpName, Port } from '../../src/port/port.ts';
import { identityOf } from '../../src/report/identity.ts';
import type { CheckKind, Reach } from '../../src/report/result.ts';
import { unclaimedNote } from '../../src/report/unclaimed.ts';
import type { Taken } from '../../src/suite/meta.ts';
import { PACKAGE_ROOT } from '../../src/suite/options.ts';
import { NO_REPRODUCTION } from '../../src/suite/reproduction.ts';
import { TEST_TIMEOUT_MS } from '../../src/suite/sampling.ts';
import { Counterexample } from './counterexample.ts';
import { exactRunNoted } from './exact/exactRunNote.ts';
import { failureText } from './failureText.ts';
import { libmNoted } from './libmNotes.ts';
import { NoInput } from './noInput.ts';
import { NotApplicable } from './notApplicable.ts';
import { provided } from './provided.ts';
import { forgetRequests, requestsCounted } from './requests.ts';
import { type Claiming, driver, names, port, stepsAsked, takeTurn } from './subject.ts';
import { timeIsUp } from './timeIsUp.ts';
import { closestApproach } from './tolerance.ts';
import { withinRuns } from './withinRuns.ts';
import { witnessed } from './witness.ts';

const LEFT_OUT = 'no run has these inputs, and --core leaves the edge out';

const kinds = provided('kinds');
const { core } = provided('sampling');
const { path } = provided('reproduction') ?? NO_REPRODUCTION;

/** Whether somebody's own vitest runs the checks. */
const isInOwnRun = provided('port').kind === 'object';
/** There a check is given the time that it has in the suite's. */
const OWN_TIMEOUT = isInOwnRun ? { timeout: TEST_TIMEOUT_MS } : {};
const FRAME = /^\s+at /;

const INFO = identityOf(port, stepsAsked);

// A process is ended behind each file, and starts again with the next request.
afterAll(() => driver?.close());

/** What of a check is not as it mostly is. */
export interface Special {
  /** Why the check would say nothing of this port. */
  readonly notApplicable?: string | null;
  /** An edge check asks what no run has (spec/numerics.md, "Core and edge"); a core check, as most are, cannot. */
  readonly reach?: Reach;
  /** Whether it draws inputs, of which one may be asked alone (`run --path`). */
  readonly draws?: boolean;
}

/**
 * Registers a check under its clause. A port that does not claim one of the operations is not asked.
 *
 * @param body - asks the port, and throws where the clause does not hold
 */
export function check<K extends OpName>(
  kind: CheckKind,
  title: string,
  ops: readonly K[],
  body: (port: Claiming<K>) => Promise<void> | void,
  { notApplicable = null, reach = 'core', draws = false }: Special = {},
): void {
  if (!(kinds?.includes(kind) ?? true)) return;
  const clause = title.slice(0, title.indexOf(' '));
  const asked = async (): Promise<Ending> => {
    const candidate = port;
    if (!claims(candidate, ops)) {
      const missing = ops.filter((op) => !candidate[op]);
      return { status: 'not-claimed', note: unclaimedNote(missing, candidate.reasons) };
    }
    if (notApplicable !== null) return { status: 'not-applicable', note: notApplicable };
    if (core && reach === 'edge') return { status: 'not-applicable', note: LEFT_OUT };
    if (path !== null && !draws) throw new NoInput('draws no inputs; leave --path out');
    return ended(title, () => body(reach === 'core' ? withinRuns(candidate) : candidate));
  };
  const meta = { check: { clause, kind, reach, ops, draws }, port: INFO };
  test(title, { meta, ...OWN_TIMEOUT }, (context) =>
    names === null ? once(context, asked) : inTurns(context, names, asked),
  );
}

/** How a check ended, and why it did not run or what was thrown. */
interface Ending extends Taken {
  readonly note?: string;
  readonly thrown?: unknown;
}

/** A check of one port: vitest's own result says how it ended. */
async function once({ task: { meta, name }, skip }: TestContext, asked: () => Promise<Ending>): Promise<void> {
  if (timeIsUp()) {
    meta.isLate = true;
    skip('the time of the soak is up');
  }
  const { status, note, thrown, closest } = await asked().catch((error: unknown) => {
    if (error instanceof NoInput) meta.callFault = `"${name}" ${error.message}`;
    throw error;
  });
  meta.requests = requestsCounted();
  const seen = witnessed();
  if (seen !== null) meta.witnessed = seen;
  const exact = exactRunNoted();
  if (exact !== null) meta.exact = exact;
  const libm = libmNoted();
  if (libm.length > 0) meta.libm = libm;
  if (closest !== undefined) meta.closest = closest;
  if (status === 'failed') throw thrown;
  if (status === 'held') return;
  meta.notRun = status;
  skip(note);
}

/** A check of several ports in turn: the meta says how each ended. */
async function inTurns(
  { task: { meta } }: TestContext,
  all: readonly string[],
  asked: () => Promise<Ending>,
): Promise<void> {
  const turns: Record<string, Taken> = {};
  meta.turns = turns;
  for (const name of all) {
    await takeTurn(name);
    const { status, closest } = await asked();
    turns[name] = { status, ...(closest === undefined ? {} : { closest }) };
  }
}

/** Runs a check's body, and notes how near to its tolerances it came. */
async function ended(title: string, body: () => Promise<void> | void): Promise<Ending> {
  forgetRequests();
  closestApproach(); // what the check before has left
  witnessed();
  exactRunNoted();
  libmNoted();
  try {
    await body();
    return { status: 'held', closest: closestApproach() };
  } catch (thrown) {
    if (thrown instanceof NoInput) throw thrown;
    if (thrown instanceof NotApplicable) return { status: 'not-applicable', note: thrown.message };
    const closest = closestApproach();
    return { status: 'failed', thrown: await described(title, thrown, body), closest };
  }
}

/** The failure, with what was asked and how to see it again. */
async function described(title: string, thrown: unknown, body: () => Promise<void> | void): Promise<unknown> {
  if (names !== null) return thrown;
  const { cause } = thrown instanceof Counterexample ? thrown : { cause: thrown };
  const failure = cause instanceof Error ? cause : new Error(String(cause));
  const text = await failureText(title, thrown, body);
  if (!Object.isExtensible(failure)) return new Error(text); // a module may freeze what it throws
  failure.message = text;
  if (isInOwnRun) failure.stack = withoutSuite(failure);
  return failure;
}

/** The stack without the suite's own files, which would be shown as if what is wrong were there. */
function withoutSuite({ name, message, stack = '' }: Error): string {
  const frames = stack.split('\n').filter((line) => FRAME.test(line) && !line.includes(PACKAGE_ROOT));
  return [`${name}: ${message}`, ...frames].join('\n');
}

function claims<K extends OpName>(candidate: Port, ops: readonly K[]): candidate is Port & Claiming<K> {
  return ops.every((op) => candidate[op] !== undefined);
}
