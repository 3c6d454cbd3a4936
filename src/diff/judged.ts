import type { Dtype } from '../port/precision.ts';
import { compareLogs, compareLosses, type LossComparison } from './compare.ts';
import { resolves } from './comparedLoss.ts';
import type { Expected } from './dueRun.ts';
import type { Trace } from './log/readLog.ts';

/** A log beside what is due, as far as rounding does not decide. */
export interface Judged {
  readonly losses: LossComparison;
  /** The last step that can be judged. */
  readonly steps: number;
  /** The class that the log is judged in; where it is cut, rounding decides in it from there on. */
  readonly dtype: Dtype;
  /** Whether the log has losses behind that step, which are left out. */
  readonly isCut: boolean;
}

interface Limit {
  readonly dtype: Dtype;
  readonly steps: number;
}

/**
 * Compares a log with what is due, and leaves out the steps at which rounding alone decides in its class. Only where a loss
 * lies outside a class is it asked how far that one holds: what agrees to the end needs no excuse.
 *
 * - Within f64 as far as f64 holds: judged in f64.
 * - Otherwise, within f32 as far as f32 holds: judged in f32, and it has left f64.
 * - Otherwise it diverges, and is compared as far as the class of its digits holds.
 */
export function judge(trace: Trace, expected: Expected): Judged {
  const { log, losses: due } = expected;
  if (log !== null) return { losses: compareLogs(trace, log), steps: due.length, dtype: 'f64', isCut: false };
  const losses = compared(trace, expected, due.length);
  const { dtype, steps } = limitOf(losses, expected);
  const isCut = losses.compared.some(({ step }) => step > steps);
  if (!isCut) return { losses, steps: Math.min(steps, due.length), dtype, isCut };
  return { losses: compared(trace, expected, steps), steps, dtype, isCut };
}

/** The same with all steps, where rounding is known not to decide. */
export function wholeComparison(trace: Trace, expected: Expected): Judged {
  const losses = compared(trace, expected, expected.losses.length);
  return { losses, steps: expected.losses.length, dtype: limitOf(losses, expected).dtype, isCut: false };
}

function compared(trace: Trace, { losses, float32 }: Expected, steps: number): LossComparison {
  return compareLosses(trace, losses.slice(0, steps), float32);
}

function limitOf({ compared: all, departures, own }: LossComparison, { judgedIn }: Expected): Limit {
  const [f64, f32] = [departures.f64?.step ?? Infinity, departures.f32?.step ?? Infinity];
  if (f64 === Infinity) return { dtype: 'f64', steps: Infinity };
  const double = { dtype: 'f64', steps: judgedIn('f64') } as const;
  if (f64 > double.steps && all.every((loss) => resolves('f64', loss))) return double;
  if (f32 === Infinity) return { dtype: 'f32', steps: Infinity };
  const single = { dtype: 'f32', steps: judgedIn('f32') } as const;
  // Where float32 cannot take even the first step, no float32 port has printed this.
  if (single.steps === 0) return double;
  return own === 'f64' && f32 <= single.steps && double.steps > single.steps ? double : single;
}
