import { OPS } from '../../src/port/ops.ts';
import type { OpName, Port } from '../../src/port/port.ts';
import { NotApplicable } from './notApplicable.ts';

const OP_NAMES = Object.keys(OPS) as OpName[];

/**
 * A port whose operations throw NotApplicable in place of a request that is not to be sent.
 *
 * @param why - why a request is not to be sent; null where it is
 */
export function guarded<P extends Port>(port: P, why: (op: OpName, args: readonly unknown[]) => string | null): P {
  const operations = OP_NAMES.flatMap((op) => {
    const operation = port[op];
    if (operation === undefined) return [];
    const ask = (...args: readonly unknown[]) => {
      const reason = why(op, args);
      if (reason !== null) throw new NotApplicable(reason);
      return Reflect.apply(operation, port, args);
    };
    return [[op, ask]];
  });
  // A port may be an instance of a class, whose operations are no properties of its own.
  return Object.assign(Object.create(port), Object.fromEntries(operations));
}
