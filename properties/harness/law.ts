import { packageVersion } from '../../src/port/packageVersion.ts';
import type { OpName } from '../../src/port/port.ts';
import { type CompletePort, referencePort } from '../../src/port/reference.ts';
import { AT_THE_EDGE, type CheckKind, type Reach } from '../../src/report/result.ts';
import { check } from './check.ts';
import { type Heavy, shareOf } from './effort.ts';
import { forAll, type Inputs } from './forAll.ts';
import { type Built, type Needs, unmet } from './needs.ts';
import { provided } from './provided.ts';
import type { Claiming } from './subject.ts';

/** The reference as a second port behind the same interface. */
const oracle: CompletePort = referencePort(packageVersion());

/** What a check asks of a port: operations, and where that is not all, what else it must be able to do. */
export type Asked<K extends OpName> = readonly K[] | Demand<K>;

/** Operations, and conditions under which a check says something. */
export interface Demand<K extends OpName> {
  readonly ops: readonly K[];
  /** Constants that the check is about; a port that is built for others is not asked. */
  readonly needs?: Needs;
  /** Constants that the check varies; a port that is built for one value is not asked. */
  readonly free?: readonly Built[];
  /** Why fewer inputs are drawn than the operations allow. */
  readonly heavy?: Heavy;
  /**
   * Whether its inputs are in core or at the edge (spec/numerics.md, "Core and edge"). Where they may be either, the law is
   * two checks: of those in core, and of all. Inputs that must be rejected are at the edge, others in core, if it is not said.
   */
  readonly reach?: Reach | 'both';
}

/** Throws where the clause does not hold for the input. */
export type Body<K extends OpName, T extends unknown[]> = (port: Claiming<K>, ...input: T) => Promise<void> | void;

/**
 * A statement that follows from the clause alone, with an oracle that is not the reference.
 *
 * @param title - the clause's id, and the statement
 * @param operations - what the port must claim; the most expensive decides how many inputs are drawn
 * @param inputs - where the body's arguments come from; with none the body runs once
 * @param body - throws where the statement fails
 */
export function law<K extends OpName, T extends unknown[]>(
  title: string,
  operations: Asked<K>,
  inputs: Inputs<T>,
  body: Body<K, T>,
): void {
  drawn('law', title, operations, inputs, body);
}

/** An input that must be rejected; otherwise as a law. */
export function error<K extends OpName, T extends unknown[]>(
  title: string,
  operations: Asked<K>,
  inputs: Inputs<T>,
  body: Body<K, T>,
): void {
  drawn('error', title, operations, inputs, body);
}

/** A comparison with recorded numbers. */
export function vector<K extends OpName>(title: string, operations: Asked<K>, body: Body<K, []>): void {
  drawn('vector', title, operations, [], body);
}

/**
 * A comparison of the port with the reference on inputs that no golden file holds. It says nothing of the reference
 * itself: there it is reported as not applicable, never as held.
 */
export function differential<K extends OpName, T extends unknown[]>(
  title: string,
  operations: Asked<K>,
  inputs: Inputs<T>,
  body: (port: Claiming<K>, oracle: CompletePort, ...input: T) => Promise<void>,
): void {
  const compared: Body<K, T> = (port, ...input) => body(port, oracle, ...input);
  const self = provided('port').kind === 'reference' ? 'the port is the reference itself' : null;
  drawn('differential', title, operations, inputs, compared, self);
}

function drawn<K extends OpName, T extends unknown[]>(
  kind: CheckKind,
  title: string,
  operations: Asked<K>,
  inputs: Inputs<T>,
  body: Body<K, T>,
  notApplicable: string | null = null,
): void {
  const { ops, needs = {}, free, heavy, reach }: Demand<K> = 'ops' in operations ? operations : { ops: operations };
  const special = { notApplicable: notApplicable ?? unmet(needs, free), draws: inputs.length > 0 };
  const ask = (port: Claiming<K>) => forAll(inputs, shareOf(kind, ops, heavy), (...input: T) => body(port, ...input));
  const one = reach ?? (kind === 'error' ? 'edge' : 'core');
  check(kind, title, ops, ask, { ...special, reach: one === 'both' ? 'core' : one });
  if (one === 'both') check(kind, `${title}${AT_THE_EDGE}`, ops, ask, { ...special, reach: 'edge' });
}
