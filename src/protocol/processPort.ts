import { isOpName } from '../port/jsonValues.ts';
import { OPS } from '../port/ops.ts';
import type { OpName, Port, PortInfo } from '../port/port.ts';
import { deadlineOf } from './deadlines.ts';
import { readConfigField, readLimits, readOrder, readReasons } from './declarations.ts';
import { Driver, type DriverOptions, NotImplemented, Rejection } from './driver.ts';
import { excerpt } from './lineSplitter.ts';
import { PortFault } from './portFault.ts';
import { WireError } from './tokens.ts';
import { argumentTokens, readResult } from './wire.ts';

/** The version of the protocol that is spoken here. */
export const PROTOCOL = 1;

/** Characters of a value in hello that a message shows, and that a name may have. */
const MOST_SHOWN = 40;
const LONGEST_NAME = 200;

/** A port in another process, ready to be asked. */
export interface ProcessPort {
  readonly port: Port;
  /** Asks with the tokens as they stand on the wire, for messages: `echo '...' | ./adapter`. */
  readonly driver: Driver;
}

/**
 * Starts a port and asks it hello.
 *
 * @param command - the program and its arguments; run without a shell
 * @throws PortFault where it does not start, or its hello cannot be read
 */
export async function startPort(command: readonly string[], options: DriverOptions): Promise<ProcessPort> {
  const driver = new Driver(command, options);
  try {
    const hello = await driver.ask(`hello ${PROTOCOL}`);
    return { port: portOf(command, driver, options, readHello(command, hello)), driver };
  } catch (error) {
    await driver.close();
    const refused = error instanceof NotImplemented ? 'no' : error instanceof Rejection ? 'err' : null;
    if (refused === null || !(error instanceof Error)) throw error;
    throw new PortFault(`PORT: ${command[0]} answered hello with ${refused}: ${error.message}`);
  }
}

/** What a port answers to hello. */
export interface Hello extends PortInfo {
  readonly ops: readonly OpName[];
}

/**
 * Reads the values behind `ok` of the answer to hello: the version, and key=value pairs.
 *
 * @throws PortFault where the version is another, or name, dtype or ops is missing or unknown
 */
export function readHello(command: readonly string[], values: readonly string[]): Hello {
  const [version, ...pairs] = values;
  if (version !== String(PROTOCOL)) {
    throw new PortFault(
      `PORT: ${command[0]} speaks protocol ${excerpt(version ?? '', MOST_SHOWN)}; this suite speaks ${PROTOCOL} (answer: @1 ok ${PROTOCOL} name=...)`,
    );
  }
  const fields = new Map(pairs.map((pair) => splitPair(command, pair)));
  const dtype = required(command, fields, 'dtype');
  if (dtype !== 'f64' && dtype !== 'f32')
    throw helloFault(command, `dtype is ${excerpt(dtype, MOST_SHOWN)}; it must be f64 or f32`);
  const names = required(command, fields, 'ops')
    .split(',')
    .filter((name) => name !== '');
  const unknown = names.find((name) => !isOpName(name));
  if (unknown !== undefined)
    throw helloFault(
      command,
      `ops names ${excerpt(unknown, MOST_SHOWN)}, which is no operation of protocol ${PROTOCOL}`,
    );
  return {
    name: named(command, fields, 'name', required(command, fields, 'name')),
    lang: named(command, fields, 'lang'),
    version: named(command, fields, 'version'),
    dtype,
    ...declared(command, fields),
    ...stepsAsked(command, fields.get('steps')),
    ops: names.filter(isOpName),
  };
}

function portOf(command: readonly string[], driver: Driver, options: DriverOptions, hello: Hello): Port {
  const { ops, ...info } = hello;
  const operations = ops.map((op) => [
    op,
    async (...args: readonly unknown[]) => {
      const deadline = deadlineOf(op, options.deadline);
      const body = [op, ...argumentTokens(op, args)].join(' ');
      const values = await answered(op, driver.ask(body, deadline));
      try {
        return readResult(op, values, args, info.dtype);
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        throw new PortFault(`PORT: ${command[0]} answered ${op} with a line that cannot be read: ${error.message}`);
      }
    },
  ]);
  return { ...info, ...Object.fromEntries(operations) };
}

/** The answer to an operation that hello names: it cannot be that the port does not have it. */
async function answered(op: OpName, answer: Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof NotImplemented)) throw error;
    throw new NotImplemented(
      `hello names ${op}, and it is answered with \`no ${error.message}\`: an input is rejected with \`err\`, and what the port does not have is not named in ops=`,
    );
  }
}

/** `steps=10`: how many steps of the canonical run a slow port can be asked for. */
function stepsAsked(command: readonly string[], text: string | undefined): Pick<PortInfo, 'steps'> {
  if (text === undefined) return {};
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw helloFault(command, `steps is ${excerpt(text, MOST_SHOWN)}; it must be an integer above 0`);
  return { steps: Number(text) };
}

/** What `config=`, `limits=`, `order=` and `why=` say. */
function declared(command: readonly string[], fields: ReadonlyMap<string, string>): Partial<PortInfo> {
  try {
    return {
      ...readConfigField(fields.get('config') ?? 'any'),
      ...readLimits(fields.get('limits')),
      ...readOrder(fields.get('order')),
      ...readReasons(fields.get('why')),
    };
  } catch (error) {
    throw helloFault(command, error instanceof Error ? error.message : String(error));
  }
}

function splitPair(command: readonly string[], pair: string): [string, string] {
  const at = pair.indexOf('=');
  if (at < 1) throw helloFault(command, `${excerpt(pair, MOST_SHOWN)} is not of the form key=value`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

/** A word that a port says of itself. It stands in every check's record, so that it may not be long. */
function named(
  command: readonly string[],
  fields: ReadonlyMap<string, string>,
  key: string,
  word = fields.get(key) ?? 'unknown',
): string {
  if (word.length <= LONGEST_NAME) return word;
  throw helloFault(command, `${key}= has ${word.length} characters; it must have at most ${LONGEST_NAME}`);
}

function required(command: readonly string[], fields: ReadonlyMap<string, string>, name: string): string {
  const value = fields.get(name);
  if (value === undefined || value === '') throw helloFault(command, `${name}= is missing`);
  return value;
}

function helloFault(command: readonly string[], what: string): PortFault {
  return new PortFault(`PORT: ${command[0]} answered hello so that it cannot be used: ${what}`);
}

/** Every operation, for `serve` and `doctor`. */
export const ALL_OPS: readonly OpName[] = Object.keys(OPS).filter(isOpName);
