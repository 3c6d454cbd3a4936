import type { Forward, OpName } from '../../../src/port/port.ts';
import { CLASS } from '../arithmetic.ts';
import { allClose, holds, outcome } from '../expect.ts';
import { sumOf } from '../lists.ts';
import { provided } from '../provided.ts';

/** Operations that take a loss from logits. */
type FromLogits = Extract<OpName, 'cross_entropy' | 'forward'>;

/** Whether an operation takes its losses from logits, so that it need not form a probability. */
export function takesLogits(op: OpName): op is FromLogits {
  return op === 'cross_entropy' || op === 'forward';
}

/**
 * Demands, where the target's probability rounds to 0, an error, a loss that is not finite, or ln sum_j exp(x_j) - x_target:
 * that is the loss of the probability that did not round, and a port that never forms one may give it (loss.4).
 *
 * @param args - the operation's
 * @param ask - calls it
 */
export async function refusesOrDoesNotRound(
  op: FromLogits,
  args: readonly unknown[],
  ask: () => unknown,
  law: string,
): Promise<void> {
  const answer = await outcome(ask);
  if (answer.kind === 'rejected') return;
  const { loss } = answer.value as Pick<Forward, 'loss'>; // what the wire, or the port's type, says of both operations
  if (provided('port').kind === 'reference') throw new Error(`${law}: the reference raises too, and gave ${loss}`);
  if (!Number.isFinite(loss)) return holds(!Number.isNaN(loss), `${law}: the loss is infinite, or an error`, loss);
  const { got, want } = op === 'forward' ? ofDocument(answer.value as Forward, args) : ofPosition(loss, args);
  const bounds = want.map((x) => CLASS * Math.max(1, Math.abs(x)));
  allClose(got, want, bounds, `${law}; without rounding, the loss`);
}

/** Losses as they are, and as they should be. */
interface Losses {
  readonly got: readonly number[];
  readonly want: readonly number[];
}

function ofDocument({ logits, losses, loss }: Forward, [, , tokens]: readonly unknown[]): Losses {
  const want = logits.map((row, t) => logSumExpLess(row, (tokens as number[])[t + 1]));
  const mean = sumOf(want) / want.length;
  return { got: [...losses, loss], want: [...want, mean] };
}

function ofPosition(loss: number, [logits, target]: readonly unknown[]): Losses {
  return { got: [loss], want: [logSumExpLess(logits as number[], target as number)] };
}

/** ln sum_j exp(x_j) - x_target */
function logSumExpLess(x: readonly number[], target: number): number {
  const most = Math.max(...x);
  return most - x[target] + Math.log(x.reduce((sum, xj) => sum + Math.exp(xj - most), 0));
}
