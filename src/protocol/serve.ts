import { isOpName } from '../port/jsonValues.ts';
import type { OpName, Port } from '../port/port.ts';
import { ECHO, echoed } from './echo.ts';
import { PROTOCOL } from './processPort.ts';
import { TokenReader, WireError } from './tokens.ts';
import { readArguments, resultTokens } from './wire.ts';

const HELLO = 'hello';

/** A request that no operation is asked; its cause says why. */
class Unfit extends Error {}

/**
 * Answers one line of the protocol for an in-process port.
 *
 * @param port - the implementation
 * @param ops - the operations that it claims
 * @param line - a request, without its end
 * @param isGuarded - whether what fits nowhere is rejected here; else it is answered with `no`, for what the port itself would make
 * of it is not known
 * @returns the reply, without its end
 */
export async function answer(port: Port, ops: readonly OpName[], line: string, isGuarded = true): Promise<string> {
  const [id, op, ...tokens] = line.trim().split(' ');
  if (op !== HELLO && op !== ECHO && (op === undefined || !isOpName(op) || !ops.includes(op)))
    return `@${id} no ${op ?? 'operation'} is not implemented`;
  try {
    const values = await valuesOf(port, ops, op, tokens);
    return `@${id} ok ${values.join(' ')}`;
  } catch (error) {
    if (error instanceof Unfit && !isGuarded) return `@${id} no ${op} is not asked what fits nowhere`;
    const cause = error instanceof Unfit ? error.cause : error;
    const kind = cause instanceof WireError ? 'request' : cause instanceof Error ? cause.name : 'error';
    const message = cause instanceof Error ? cause.message : String(cause);
    return `@${id} err ${kind} ${message.replace(/[^\x20-\x7e]+/g, ' ')}`;
  }
}

function argumentsOf(op: OpName, tokens: readonly string[]): readonly unknown[] {
  try {
    return readArguments(op, tokens);
  } catch (cause) {
    throw new Unfit(op, { cause });
  }
}

async function valuesOf(
  port: Port,
  ops: readonly OpName[],
  op: OpName | typeof HELLO | typeof ECHO,
  tokens: readonly string[],
): Promise<string[]> {
  if (op === HELLO) return hello(port, ops, tokens);
  if (op === ECHO) return echoed(tokens);
  const args = argumentsOf(op, tokens);
  const result: unknown = await Reflect.apply(port[op] ?? missing, port, args);
  return resultTokens(op, result);
}

/** Throws WireError where another version of the protocol is asked for (protocol.3). */
function hello(
  { name, lang, version, dtype, order }: Port,
  ops: readonly OpName[],
  tokens: readonly string[],
): string[] {
  const reader = new TokenReader(tokens);
  const asked = reader.int();
  if (asked !== PROTOCOL) throw new WireError(`version ${asked} is asked for; this port speaks ${PROTOCOL}`);
  reader.end();
  const about = [`name=${name}`, `lang=${lang}`, `version=${version}`, `dtype=${dtype}`];
  return [
    String(PROTOCOL),
    ...about,
    `ops=${ops.join(',')}`,
    'config=any',
    ...(order === undefined ? [] : [`order=${order}`]),
  ];
}

function missing(): never {
  throw new Error('SUITE: an operation was claimed that the port does not have');
}
