import { isOpName } from '../port/jsonValues.ts';
import type { OpName, Port } from '../port/port.ts';
import { ECHO, echoed } from './echo.ts';
import { PROTOCOL } from './processPort.ts';
import { WireError } from './tokens.ts';
import { readArguments, resultTokens } from './wire.ts';

/**
 * Answers one line of the protocol for an in-process port.
 *
 * @param port - the implementation
 * @param ops - the operations that it claims
 * @param line - a request, without its end
 * @returns the reply, without its end
 */
export async function answer(port: Port, ops: readonly OpName[], line: string): Promise<string> {
  const [id, op, ...tokens] = line.trim().split(' ');
  if (op === 'hello') return `@${id} ok ${hello(port, ops)}`;
  if (op !== ECHO && (op === undefined || !isOpName(op) || !ops.includes(op)))
    return `@${id} no ${op ?? 'operation'} is not implemented`;
  try {
    const values = op === ECHO ? echoed(tokens) : await valuesOf(port, op, tokens);
    return `@${id} ok ${values.join(' ')}`;
  } catch (error) {
    const kind = error instanceof WireError ? 'request' : error instanceof Error ? error.name : 'error';
    const message = error instanceof Error ? error.message : String(error);
    return `@${id} err ${kind} ${message.replace(/[^\x20-\x7e]+/g, ' ')}`;
  }
}

async function valuesOf(port: Port, op: OpName, tokens: readonly string[]): Promise<string[]> {
  const args = readArguments(op, tokens);
  const result: unknown = await Reflect.apply(port[op] ?? missing, port, args);
  return resultTokens(op, result);
}

function hello({ name, lang, version, dtype }: Port, ops: readonly OpName[]): string {
  return `${PROTOCOL} name=${name} lang=${lang} version=${version} dtype=${dtype} ops=${ops.join(',')} config=any`;
}

function missing(): never {
  throw new Error('SUITE: an operation was claimed that the port does not have');
}
