import type { Dtype } from '../../port/precision.ts';
import { compareLosses, type LossComparison } from '../compare.ts';
import { halfUnit, printFormat } from '../log/printed.ts';
import type { Trace } from '../log/readLog.ts';
import { lossTolerance } from '../tolerance.ts';
import { classOf } from '../verdict.ts';
import { evidenceBits } from './evidence.ts';

/** A log that a run is to explain. */
export interface Target {
  /** The first step that it has. */
  readonly first: number;
  /** The last. */
  readonly last: number;
  /** The class that a run must agree in. */
  readonly within: Dtype;
  /** How much it says, in bits. */
  readonly bits: number;
  /** Whether a loss is what the log has at a step, to its digits and within the class; true where it has nothing there. */
  agreesAt(step: number, loss: number): boolean;
  /** Whether the log has this very number at a step. */
  isAt(step: number, loss: number): boolean;
  /** How far a loss lies above what the log has at a step, in units of what its digits and the class leave open; null where it has nothing finite. */
  distance(step: number, loss: number): number | null;
  /** Whether all that the log has from a step on is no finite number, as behind an error in the arithmetic. */
  isLostFrom(step: number): boolean;
  /**
   * The agreement with all losses of a run; null where one of them differs. From a step on rounding may have grown beyond f64,
   * in the run and in the log alike: there f32 is enough.
   */
  agreement(losses: readonly number[], grownFrom?: number): Agreement | null;
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
 * @param within - the class that a run must agree in, f32 unless the log is known to be of float64
 */
export function targetOf({ losses: all }: Pick<Trace, 'losses'>, last: number, within: Dtype = 'f32'): Target {
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
    within,
    first: steps[0] ?? 0,
    last: steps.at(-1) ?? 0,
    // A loss that is no number tells of an error only, and there are many.
    bits: evidenceBits(
      [...bounds.values()].flatMap((list) =>
        list.filter(({ value }) => Number.isFinite(value)).map(({ half }) => half),
      ),
    ),
    agreesAt: (step, loss) =>
      (bounds.get(step) ?? []).every(
        ({ value, half }) =>
          Object.is(value, loss) ||
          (Number.isFinite(loss) && Math.abs(value - loss) <= half + lossTolerance(within, loss)),
      ),
    isAt: (step, loss) => bounds.get(step)?.some(({ value }) => value === loss) ?? false,
    distance: (step, loss) => {
      const event = bounds.get(step)?.[0];
      if (event === undefined || !Number.isFinite(event.value)) return null;
      return (loss - event.value) / (event.half + lossTolerance(within, loss));
    },
    isLostFrom: (step) => steps.every((s) => s < step || bounds.get(s)?.every(({ value }) => !Number.isFinite(value))),
    agreement: (run, grownFrom = Number.POSITIVE_INFINITY) => {
      const comparison = compareLosses({ losses }, run);
      if (comparison.firstDivergence !== null || comparison.steps < steps.length) return null;
      if (within === 'f64' && (comparison.departures.f64?.step ?? grownFrom) < grownFrom) return null;
      return { precision: classOf(comparison), comparison };
    },
  };
}
