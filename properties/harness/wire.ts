import { inject } from 'vitest';
import { isOpName } from '../../src/port/jsonValues.ts';
import { OPS } from '../../src/port/ops.ts';
import { NotImplemented, Rejection } from '../../src/protocol/driver.ts';
import { readExchanges } from '../../src/protocol/exchanges.ts';
import { ALL_OPS } from '../../src/protocol/processPort.ts';
import { answer } from '../../src/protocol/serve.ts';
import { NotApplicable } from './notApplicable.ts';
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
  if (inject('port').kind !== 'reference') throw new NotApplicable('a module is called, and not written to');
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
 * The worked requests of spec/protocol.md that the port can be asked, without their ids. Throws NotApplicable where all are
 * at other sizes than the port is built for.
 */
export function workedRequests(): string[] {
  const sized = port.fixed !== undefined || port.vocab_size !== undefined;
  const ops = claimed().filter((op) => !sized || !OPS[op].args.includes('config'));
  const worked = readExchanges().filter(({ op }) => isOpName(op) && ops.includes(op));
  if (worked.length === 0) throw new NotApplicable(`${port.name} is built for other sizes than the worked requests`);
  return worked.map(({ request }) => request.slice(request.indexOf(' ') + 1));
}

function claimed() {
  return ALL_OPS.filter((op) => port[op] !== undefined);
}
