import { beyond } from '../../src/port/beyond.ts';
import { isOpName } from '../../src/port/jsonValues.ts';
import { OPS } from '../../src/port/ops.ts';
import type { OpName } from '../../src/port/port.ts';
import { beyondRuns } from '../../src/port/reach.ts';
import { NotImplemented, Rejection } from '../../src/protocol/driver.ts';
import { readExchanges } from '../../src/protocol/exchanges.ts';
import { ALL_OPS } from '../../src/protocol/processPort.ts';
import { answer } from '../../src/protocol/serve.ts';
import { readArguments } from '../../src/protocol/wire.ts';
import type { Asked } from './freshAnswers.ts';
import { NotApplicable } from './notApplicable.ts';
import { provided } from './provided.ts';
import { driver, port } from './subject.ts';

/**
 * Sends a line as it stands. The reference has it through `serve`.
 *
 * @param body - the operation and its values, without an id
 * @returns the values behind `ok`
 * @throws Rejection where the answer is `err`, NotImplemented where it is `no`, NotApplicable where there are no lines
 */
export async function sent(body: string): Promise<readonly string[]> {
  if (driver !== null) return driver.ask(body);
  if (provided('port').kind !== 'reference') throw new NotApplicable('a module is called, and not written to');
  const [, word, ...values] = (await answer(port, claimed(), `1 ${body}`)).split(' ');
  if (word === 'no') throw new NotImplemented(values.join(' '));
  if (word === 'err') throw new Rejection(values.join(' '));
  return values;
}

/** The same for `echo`, which no port has to have. Throws NotApplicable where this one has not. */
export async function echoOf(values: string): Promise<readonly string[]> {
  try {
    return await sent(`echo ${values}`);
  } catch (error) {
    if (error instanceof NotImplemented) throw new NotApplicable(`${port.name} answers no to echo`);
    throw error;
  }
}

/**
 * The worked requests of spec/protocol.md that the port can be asked, without their ids. Throws NotApplicable where all lie
 * outside what the port declares.
 */
export function workedRequests(): string[] {
  return worked().map(({ op, values }) => [op, ...values].join(' '));
}

/** Those of them that a run may make, as operations and arguments; and of a list of numbers also the other way round. */
export function requestsInRuns(): Asked[] {
  const requests = worked().flatMap(({ op, values }) => {
    const args = readArguments(op, values);
    const [first, ...rest] = args;
    const isNumbers = Array.isArray(first) && first.every((x) => typeof x === 'number');
    return [{ op, args }, ...(isNumbers ? [{ op, args: [first.toReversed(), ...rest] }] : [])];
  });
  const some = requests.filter(({ op, args }) => beyond(port, op, args) === null && beyondRuns(op, args) === null);
  if (some.length === 0) throw new NotApplicable(`${port.name} can be asked none of the worked requests`);
  return some;
}

/** The worked requests that a port can be asked. Throws NotApplicable where there are none. */
function worked(): { readonly op: OpName; readonly values: readonly string[] }[] {
  const all = readExchanges().flatMap(({ op, request }) => {
    const values = request.split(' ').slice(2);
    return isOpName(op) && isWithin(op, values) ? [{ op, values }] : [];
  });
  if (all.length === 0) throw new NotApplicable(`${port.name} can be asked none of the worked requests`);
  return all;
}

/** Whether a port has an operation, and a request of it lies within what the port declares. */
function isWithin(op: OpName, values: readonly string[]): boolean {
  const otherSize = port.vocab_size !== undefined && OPS[op].args.includes('config');
  return port[op] !== undefined && !otherSize && beyond(port, op, readArguments(op, values)) === null;
}

function claimed() {
  return ALL_OPS.filter((op) => port[op] !== undefined);
}
