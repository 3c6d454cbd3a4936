import { firstMismatch } from '../../src/port/mismatch.ts';
import { OPS } from '../../src/port/ops.ts';
import type { OpName } from '../../src/port/port.ts';
import type { CompletePort } from '../../src/port/reference.ts';
import { NotImplemented } from '../../src/protocol/driver.ts';
import { isExact } from './ask.ts';
import { type Outcome, outcome } from './expect.ts';
import { unbounded } from './subject.ts';
import { compared } from './tolerance.ts';
import { Unequal } from './unequal.ts';

/**
 * Demands that a request beyond what the port declares is rejected, answered with `no`, or answered as the reference does.
 *
 * @param args - of the operation's types
 */
export async function rejectsOrAgrees(op: OpName, args: readonly unknown[], oracle: CompletePort): Promise<void> {
  const answer = await answered(op, args);
  if (answer.kind === 'rejected') return;
  const want: unknown = await Reflect.apply(oracle[op], oracle, args);
  const { dtype } = unbounded;
  const mismatch = firstMismatch(OPS[op].result, want, answer.value, dtype, isExact(op, args), compared);
  if (mismatch) {
    throw Unequal.at('beyond the limit: `no`, `err`, or the right result', mismatch, answer.value);
  }
}

async function answered(op: OpName, args: readonly unknown[]): Promise<Outcome> {
  const operation = unbounded[op];
  if (operation === undefined) throw new Error(`SUITE: ${op} was asked of a port that does not claim it`);
  try {
    return await outcome(() => Reflect.apply(operation, unbounded, args));
  } catch (error) {
    if (error instanceof NotImplemented) return { kind: 'rejected' };
    throw error;
  }
}
