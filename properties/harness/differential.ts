import { inject } from 'vitest';
import { packageVersion } from '../../src/port/packageVersion.ts';
import type { OpName } from '../../src/port/port.ts';
import { type CompletePort, referencePort } from '../../src/port/reference.ts';
import { type Claiming, check } from './check.ts';

/** The reference as a second port behind the same interface. */
const oracle: CompletePort = referencePort(packageVersion());

/**
 * A comparison of the port with the reference on inputs that no golden file holds. It says nothing of the reference
 * itself: there it is reported as not applicable, never as held.
 */
export function differential<K extends OpName>(
  title: string,
  ops: readonly K[],
  body: (port: Claiming<K>, oracle: CompletePort) => Promise<void>,
): void {
  const self = inject('port').kind === 'reference' ? 'the port is the reference itself' : null;
  check('differential', title, ops, (port) => body(port, oracle), self);
}
