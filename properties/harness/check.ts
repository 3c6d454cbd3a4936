import { afterAll, inject, type TestContext, test } from 'vitest';
import type { OpName, Port } from '../../src/port/port.ts';
import { identityOf } from '../../src/report/identity.ts';
import type { CheckKind, Reach } from '../../src/report/result.ts';
import { unclaimedNote } from '../../src/report/unclaimed.ts';
import type { Taken } from '../../src/suite/meta.ts';
import { libmNoted } from './libmNotes.ts';
import { NotApplicable } from './notApplicable.ts';
import { type Claiming, driver, names, port, seed, stepsAsked, takeTurn } from './subject.ts';
import { closestApproach } from './tolerance.ts';
import { withinRuns } from './withinRuns.ts';
import { witnessed } from './witness.ts';

/** Characters of a request that a failure shows. */
const MOST_REQUEST = 4000;

const LEFT_OUT = 'no run has these inputs, and --core leaves the edge out';

const kinds = inject('kinds');
const { core } = inject('sampling');

const INFO = identityOf(port, stepsAsked);

// A process is ended behind each file, and starts again with the next request.
afterAll(() => driver?.close());

/** What of a check is not as it mostly is. */
export interface Special {
  /** Why the check would say nothing of this port. */
  readonly notApplicable?: string | null;
  /** An edge check asks what no run has (spec/numerics.md, "Core and edge"); a core check, as most are, cannot. */
  readonly reach?: Reach;
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
  { notApplicable = null, reach = 'core' }: Special = {},
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
    return ended(clause, () => body(reach === 'core' ? withinRuns(candidate) : candidate));
  };
  test(title, { meta: { check: { clause, kind, reach, ops }, port: INFO } }, (context) =>
    names === null ? once(context, asked) : inTurns(context, names, asked),
  );
}

/** How a check ended, and why it did not run or what was thrown. */
interface Ending extends Taken {
  readonly note?: string;
  readonly thrown?: unknown;
}

/** A check of one port: vitest's own result says how it ended. */
async function once(context: TestContext, asked: () => Promise<Ending>): Promise<void> {
  const { meta } = context.task;
  const { status, note, thrown, closest } = await asked();
  const seen = witnessed();
  if (seen !== null) meta.witnessed = seen;
  const libm = libmNoted();
  if (libm.length > 0) meta.libm = libm;
  if (closest !== undefined) meta.closest = closest;
  if (status === 'failed') throw thrown;
  if (status === 'held') return;
  meta.notRun = status;
  context.skip(note);
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
async function ended(clause: string, body: () => Promise<void> | void): Promise<Ending> {
  closestApproach(); // what the check before has left
  witnessed();
  libmNoted();
  try {
    await withReproduction(clause, body);
    return { status: 'held', closest: closestApproach() };
  } catch (thrown) {
    if (thrown instanceof NotApplicable) return { status: 'not-applicable', note: thrown.message };
    return { status: 'failed', thrown, closest: closestApproach() };
  }
}

/** Adds to a failure how to see it again: with the suite, and for a port in another process without it. */
async function withReproduction(clause: string, body: () => Promise<void> | void): Promise<void> {
  try {
    await body();
  } catch (failure) {
    if (failure instanceof Error && !(failure instanceof NotApplicable)) failure.message += `\n${reproduction(clause)}`;
    throw failure;
  }
}

function reproduction(clause: string): string {
  const { runs } = inject('sampling');
  const again = `  again    npx microgpt-spec run --chapter ${clause.split('.')[0]} --seed ${seed} --runs ${runs}`;
  return driver ? `${again}\n  request  ${shortened(driver.reproduction())}` : again;
}

/** Requests with all parameters of a model are long; they can be had whole with fewer samples or a smaller model. */
function shortened(request: string): string {
  return request.length <= MOST_REQUEST
    ? request
    : `${request.slice(0, MOST_REQUEST)}... (${request.length} characters)`;
}

function claims<K extends OpName>(candidate: Port, ops: readonly K[]): candidate is Port & Claiming<K> {
  return ops.every((op) => candidate[op] !== undefined);
}
