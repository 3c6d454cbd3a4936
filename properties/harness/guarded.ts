import type { OpName, Port } from '../../src/port/port.ts';
import { wrapped } from '../../src/port/wrapped.ts';
import { NotApplicable } from './notApplicable.ts';

/**
 * A port whose operations throw NotApplicable in place of a request that is not to be sent.
 *
 * @param why - why a request is not to be sent; null where it is
 */
export function guarded<P extends Port>(port: P, why: (op: OpName, args: readonly unknown[]) => string | null): P {
  return wrapped(port, (op, ask) => (...args) => {
    const reason = why(op, args);
    if (reason !== null) throw new NotApplicable(reason);
    return ask(...args);
  });
}
