import { compareLosses, type LossComparison } from '../compare.ts';
import { halfUnit, printFormat } from '../log/printed.ts';
import type { Trace } from '../log/trace.ts';
import { lossTolerance } from '../tolerance.ts';
import { classOf } from '../verdict.ts';

/** A log that a run is to explain. */
export interface Target {
  /** The first step that it has. */
  readonly first: number;
  /** The last. */
  readonly last: number;
  /** Whether a loss is what the log has at a step, to its digits and within f32; true where it has nothing there. */
  agreesAt(step: number, loss: number): boolean;
  /** Whether all that the log has from a step on is no finite number, as behind an error in the arithmetic. */
  isLostFrom(step: number): boolean;
  /** The agreement with all losses of a run; null where one of them differs. */
  agreement(losses: readonly number[]): Agreement | null;
}

/** How well a run agrees with a log. */
export interface Agreement {
  readonly precision: 'exact' | 'f64' | 'f32' | 'printed';
  readonly comparison: LossComparison;
}

/**
 * Makes a log ready to be compared with many runs.
 *
 * @param trace - the log, with at least one loss
 * @param last - the last step to compare
 */
export function targetOf({ losses: all }: Pick<Trace, 'losses'>, last: number): Target {
  const losses = new Map([...all].filter(([step]) => step <= last));
  const steps = [...losses.keys()].sort((a, b) => a - b);
  const format = printFormat([...losses.values()].flat());
  const bounds = new Map(
    [...losses].map(([step, events]) => [
      step,
      events.map((event) => ({ value: event.value, half: Number.isFinite(event.value) ? halfUnit(format, event) : 0 })),
    ]),
  );
  return {
    first: steps[0] ?? 0,
    last: steps.at(-1) ?? 0,
    agreesAt: (step, loss) =>
      (bounds.get(step) ?? []).every(
        ({ value, half }) => Object.is(value, loss) || Math.abs(value - loss) <= half + lossTolerance('f32', loss),
      ),
    isLostFrom: (step) => steps.every((s) => s < step || bounds.get(s)?.every(({ value }) => !Number.isFinite(value))),
    agreement: (run) => {
      const comparison = compareLosses({ losses }, run);
      if (comparison.firstDivergence !== null || comparison.steps < steps.length) return null;
      return { precision: classOf(comparison), comparison };
    },
  };
}
