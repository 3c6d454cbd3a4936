import type { AdamStep, Port } from '../../../src/port/port.ts';
import { gamma, LIBM } from '../arithmetic.ts';
import { allClose, notFinite, outcome } from '../expect.ts';
import { provided } from '../provided.ts';

/**
 * Demands that a step of Adam under a gradient whose square overflows is rejected or gives no finite number, or that
 * there was no overflow: (1 - beta2) g g, taken from the left, is finite where its exact value is, and v is then that.
 * The reference squares first, as microgpt.py does, and is held to the error.
 *
 * @param args - of `adam`
 * @param ask - calls it
 */
export async function overflowsOrIsRight(args: readonly unknown[], ask: () => unknown, law: string): Promise<void> {
  const [{ beta2 }, , , grad, , v] = args as Parameters<Adam>;
  const due = v.map((v_i, i) => beta2 * v_i + (1 - beta2) * grad[i] * grad[i]);
  const answer = await outcome(ask);
  const mayBeFinite = provided('port').kind !== 'reference' && due.every(Number.isFinite);
  if (answer.kind === 'rejected' || !mayBeFinite) return notFinite(ask, law);
  const got = (answer.value as AdamStep).v;
  if (!got.every(Number.isFinite)) return;
  // Roundings as in optimizer.3, of the sum of two positive numbers.
  allClose(
    got,
    due,
    due.map((x) => gamma(8 + 2 * LIBM) * x),
    `${law}, or v = beta2 v + (1 - beta2) g g`,
  );
}

type Adam = NonNullable<Port['adam']>;
