import type { OpName } from '../../src/port/port.ts';
import { port } from './subject.ts';

/**
 * Calls an operation by its name, with arguments that were decoded by the operation's types.
 *
 * @returns the port's answer, not yet awaited
 */
export function ask(op: OpName, args: readonly unknown[]): unknown {
  const operation = port[op];
  if (operation === undefined) throw new Error(`SUITE: ${op} was asked of ${port.name}, which does not claim it`);
  return Reflect.apply(operation, port, args);
}

/** Whether no libm function stands behind a result of floats: draws are exact, but for those of `gauss`. */
export function isExact(op: OpName, args: readonly unknown[]): boolean {
  return op === 'random' && !args.flat().some((draw) => kindOf(draw) === 'gauss');
}

function kindOf(draw: unknown): unknown {
  return typeof draw === 'object' && draw !== null ? Reflect.get(draw, 'kind') : undefined;
}
