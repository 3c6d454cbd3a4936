import { OPS } from './ops.ts';
import type { OpName, Port } from './port.ts';

const OP_NAMES = Object.keys(OPS) as OpName[];

/** An operation, whatever it takes and gives. */
export type Asked = (...args: readonly unknown[]) => unknown;

/**
 * The same port, with something before or behind each of its operations. It may be an instance of a class, whose operations
 * and whose name are no properties of its own.
 *
 * @param wrap - makes the operation that is asked in place of another; `ask` calls that one
 */
export function wrapped<P extends Port>(port: P, wrap: (op: OpName, ask: Asked) => Asked): P {
  const operations = OP_NAMES.flatMap((op) => {
    const operation = port[op];
    if (typeof operation !== 'function') return [];
    return [[op, wrap(op, (...args) => Reflect.apply(operation, port, args))]];
  });
  return Object.assign(Object.create(port), Object.fromEntries(operations));
}
