import { beyond } from '../../src/port/beyond.ts';
import { OPS } from '../../src/port/ops.ts';
import type { OpName, Port } from '../../src/port/port.ts';
import { NotApplicable } from './notApplicable.ts';

const OP_NAMES = Object.keys(OPS) as OpName[];

/**
 * A port of which nothing can be asked that lies outside what it declares: its operations throw NotApplicable in place of
 * a request that is not to be sent (spec/protocol.md, "What a port declares"). A port that declares nothing stays as it is.
 */
export function withinDeclared(port: Port): Port {
  if (port.fixed === undefined && port.limits === undefined) return port;
  const operations = OP_NAMES.flatMap((op) => {
    const operation = port[op];
    if (operation === undefined) return [];
    const guarded = (...args: readonly unknown[]) => {
      const reason = beyond(port, op, args);
      if (reason !== null) throw new NotApplicable(reason);
      return Reflect.apply(operation, port, args);
    };
    return [[op, guarded]];
  });
  // A port may be an instance of a class, whose operations are no properties of its own.
  return Object.assign(Object.create(port), Object.fromEntries(operations));
}
