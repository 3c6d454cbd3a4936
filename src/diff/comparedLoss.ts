import type { LossEvent } from './log/log.ts';
import { lossTolerance, type PrecisionClass } from './tolerance.ts';

/** One loss of a log beside the one that is due. */
export interface ComparedLoss {
  readonly step: number;
  readonly expected: number;
  readonly got: number;
  /** got as printed. */
  readonly text: string;
  /** |got - expected|; 0 where both are the same infinity or both NaN, NaN or infinite where one of them alone is. */
  readonly delta: number;
  /** Half a unit in the last place printed; of two logs, the sum of both halves. */
  readonly half: number;
  /** What tolerances are measured against: the loss that is due, of two logs the one of greater magnitude. */
  readonly scale: number;
  /** How far the loss with more digits lies from the nearest value at which the last digit of the other turns. */
  readonly tieDistance: number;
}

/** What a loss is compared with. */
export interface DueLoss {
  readonly expected: number;
  /** Half a unit in the last place that it is printed with itself; 0 where it is not. */
  readonly half: number;
  readonly scale: number;
}

/**
 * Sets a loss beside the one that is due.
 *
 * @param event - the loss
 * @param half - half a unit in its last place
 */
export function comparedLoss({ step, value, text }: LossEvent, half: number, due: DueLoss): ComparedLoss {
  const { expected, scale } = due;
  const finer = half < due.half ? value : expected;
  return {
    step,
    expected,
    got: value,
    text,
    delta: Object.is(value, expected) ? 0 : Math.abs(value - expected),
    half: half + due.half,
    scale,
    tieDistance: tieDistance(half === due.half ? scale : finer, 2 * Math.max(half, due.half)),
  };
}

/** Whether a loss lies within a class, its digits being rounded. An infinity agrees with itself alone, and so does NaN. */
export function agrees(precision: PrecisionClass, { delta, half, scale }: ComparedLoss): boolean {
  if (delta === 0 || precision === 'exact') return delta === 0;
  return Number.isFinite(delta) && delta <= half + lossTolerance(precision, scale);
}

/** Whether a loss is printed with digits enough to tell whether it lies within a class. */
export function resolves(precision: PrecisionClass, { got, half, scale }: ComparedLoss): boolean {
  return !Number.isFinite(got) || half <= lossTolerance(precision, scale);
}

function tieDistance(x: number, unit: number): number {
  const beyond = Math.abs(x) / unit;
  return Math.abs(beyond - Math.floor(beyond) - 0.5) * unit;
}
