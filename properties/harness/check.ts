import { afterAll, inject, type TaskMeta, type TestContext, test } from 'vitest';
import type { OpName, Port, PortInfo } from '../../src/port/port.ts';
import { loadPort } from '../../src/port/select.ts';
import type { CheckKind } from '../../src/report/result.ts';
import type { NotRun } from '../../src/suite/meta.ts';
import { closestApproach } from './tolerance.ts';
import { witnessed } from './witness.ts';

/** A port in which the operations K are known to be there. */
export type Claiming<K extends OpName> = PortInfo & Required<Pick<Port, K>>;

/** The body of a check; it throws where the clause does not hold. What it measures on the way it notes in `meta`. */
export type Body<K extends OpName> = (port: Claiming<K>, meta: TaskMeta) => Promise<void> | void;

/** Characters of a request that a failure shows. */
const MOST_REQUEST = 4000;

const loaded = await loadPort(inject('port'));

/** The implementation under test. */
export const port: Port = loaded.port;

/** Steps of the canonical run that the port is asked for, where they are not all. */
export const stepsAsked = inject('sampling').steps ?? port.steps;

const kinds = inject('kinds');

const INFO = {
  name: port.name,
  lang: port.lang,
  version: port.version,
  dtype: port.dtype,
  ...(stepsAsked === undefined ? {} : { steps: stepsAsked }),
};

// A process is ended behind each file, and starts again with the next request.
afterAll(() => loaded.driver?.close());

/** A statement that follows from the clause alone, with an oracle that is not the reference. */
export function law<K extends OpName>(title: string, ops: readonly K[], body: Body<K>): void {
  check('law', title, ops, body);
}

/** An input that must be rejected. */
export function error<K extends OpName>(title: string, ops: readonly K[], body: Body<K>): void {
  check('error', title, ops, body);
}

/**
 * Registers a check under its clause. A port that does not claim one of the operations is not asked.
 *
 * @param notApplicable - why the check would say nothing of this port, if so
 */
export function check<K extends OpName>(
  kind: CheckKind,
  title: string,
  ops: readonly K[],
  body: Body<K>,
  notApplicable: string | null = null,
): void {
  if (!(kinds?.includes(kind) ?? true)) return;
  const clause = title.slice(0, title.indexOf(' '));
  test(title, { meta: { check: { clause, kind, ops }, port: INFO } }, async (context) => {
    if (notApplicable !== null) notRun(context, 'not-applicable', notApplicable);
    else if (claims(port, ops)) await measured(context.task.meta, clause, () => body(port, context.task.meta));
    else notRun(context, 'not-claimed', `${port.name} does not claim ${ops.filter((op) => !port[op]).join(', ')}`);
  });
}

/** Notes how near to its tolerances a check came, and what the port gave of a golden run. */
async function measured(meta: TaskMeta, clause: string, body: () => Promise<void> | void): Promise<void> {
  closestApproach(); // what the check before has left
  witnessed();
  try {
    await withReproduction(clause, body);
    meta.closest = closestApproach();
  } finally {
    const seen = witnessed();
    if (seen !== null) meta.witnessed = seen;
  }
}

/** Adds to a failure how to see it again: with the suite, and for a port in another process without it. */
async function withReproduction(clause: string, body: () => Promise<void> | void): Promise<void> {
  try {
    await body();
  } catch (failure) {
    if (failure instanceof Error) failure.message += `\n${reproduction(clause)}`;
    throw failure;
  }
}

function reproduction(clause: string): string {
  const { seed, runs } = inject('sampling');
  const again = `  again    npx microgpt-spec run --chapter ${clause.split('.')[0]} --seed ${seed} --runs ${runs}`;
  return loaded.driver ? `${again}\n  request  ${shortened(loaded.driver.reproduction())}` : again;
}

/** Requests with all parameters of a model are long; they can be had whole with fewer samples or a smaller model. */
function shortened(request: string): string {
  return request.length <= MOST_REQUEST
    ? request
    : `${request.slice(0, MOST_REQUEST)}... (${request.length} characters)`;
}

function notRun(context: TestContext, reason: NotRun, note: string): never {
  context.task.meta.notRun = reason;
  return context.skip(note);
}

function claims<K extends OpName>(candidate: Port, ops: readonly K[]): candidate is Port & Claiming<K> {
  return ops.every((op) => candidate[op] !== undefined);
}
