import { halfUnit, printFormat } from '../log/printed.ts';
import type { Trace } from '../log/readLog.ts';
import { lossTolerance } from '../tolerance.ts';

/** A loss of a log. */
export interface LoggedLoss {
  readonly value: number;
  /** Half a unit in the last place printed. */
  readonly half: number;
}

/**
 * The finite losses of a log's first steps.
 *
 * @param last - the last step that is wanted
 * @returns them by step; of a step that the log has more than once, the first
 */
export function loggedLosses({ losses }: Pick<Trace, 'losses'>, last: number): Map<number, LoggedLoss> {
  const firsts = [...losses].filter(([step]) => step <= last).map(([, [event]]) => event);
  const finite = firsts.filter(({ value }) => Number.isFinite(value)).sort((a, b) => a.step - b.step);
  const format = printFormat(finite);
  return new Map(finite.map((event) => [event.step, { value: event.value, half: halfUnit(format, event) }]));
}

/** Whether a loss is a log's, to its digits and within a class. */
export function isLogged(loss: number, { value, half }: LoggedLoss, within: 'f64' | 'f32'): boolean {
  return Math.abs(value - loss) <= half + lossTolerance(within, loss);
}
