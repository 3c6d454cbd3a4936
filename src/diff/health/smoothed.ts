import type { ComparedLoss } from '../comparedLoss.ts';
import { lossTolerance } from '../tolerance.ts';

/** A printed loss that is no step's own. */
export type Smoothing = ExponentialAverage | MovingMean;

/** s_t = beta s_(t-1) + (1 - beta) loss_t. */
export interface ExponentialAverage extends Agreement {
  readonly kind: 'exponential';
  /** Where it begins: s_1 = loss_1; s_0 = 0; or s_0 = 0 and each s_t divided by 1 - beta^t, as Adam's moments are. */
  readonly start: 'first' | 'zero' | 'corrected';
  readonly beta: number;
}

/** The mean of the last `length` losses, or of as many as there are; of all of them, as far as the log goes, where it is null. */
export interface MovingMean extends Agreement {
  readonly kind: 'mean';
  readonly length: number | null;
}

interface Agreement {
  /** The largest difference between a printed loss and the average. */
  readonly maxAbsDelta: number;
  /** Printed losses that agree: all of them. */
  readonly steps: number;
}

type Printed = Pick<ComparedLoss, 'step' | 'got' | 'half'>;

const STARTS = ['first', 'zero', 'corrected'] as const;
const LENGTHS = [10, 20, 50, 100, null];
/** Bounds of beta, and how finely it is looked for. Ports have 0.9, 0.95, 0.98, 0.99 and the like. */
const LEAST_BETA = 0.5;
const GREATEST_BETA = 0.999;
const BETA_STEP = 0.001;
/** An interval of beta of 2e-3 loses a third each time: 50 leave 3e-12. */
const NARROWINGS = 50;
const THIRD = 1 / 3;
/** Decimals to which a beta that was found is rounded where that agrees too. */
const BETA_DECIMALS = 4;
/** So many printed losses beyond the first step, with so many digits (three decimals), do not agree by chance. */
const LEAST_STEPS = 5;
const GREATEST_HALF = 5e-4;

/**
 * Recognizes losses that are printed as an average of the losses so far: an exponential one (the beta of least squares),
 * or the mean of the last 10, 20, 50, 100 or of all.
 *
 * @param printed - the losses of a log, in the order of steps
 * @param expected - the losses of the run, in nats [num_steps]
 * @returns the average that every printed loss agrees with, to its digits and within f32; null where there is none
 */
export function smoothing(printed: readonly Printed[], expected: readonly number[]): Smoothing | null {
  const seen = printed.filter(({ step }) => step <= expected.length);
  if (seen.filter(({ step }) => step > 1).length < LEAST_STEPS) return null;
  if (!seen.every(({ got, half }) => Number.isFinite(got) && half <= GREATEST_HALF)) return null;
  const last = Math.max(...seen.map(({ step }) => step));
  for (const length of LENGTHS) {
    if (length !== null && length >= last) continue; // as far as the log goes, it is the mean of all
    const agreement = agreementOf(seen, movingMean(expected, length));
    if (agreement) return { kind: 'mean', length, ...agreement };
  }
  for (const start of STARTS) {
    const best = leastSquares(seen, expected, start);
    for (const beta of [Number(best.toFixed(BETA_DECIMALS)), best]) {
      const agreement = agreementOf(seen, exponential(expected, beta, start));
      if (agreement) return { kind: 'exponential', start, beta, ...agreement };
    }
  }
  return null;
}

function exponential(losses: readonly number[], beta: number, start: ExponentialAverage['start']): number[] {
  let s = start === 'first' ? losses[0] : 0;
  let weight = 1;
  return losses.map((loss) => {
    s = beta * s + (1 - beta) * loss;
    weight *= beta;
    return start === 'corrected' ? s / (1 - weight) : s;
  });
}

function movingMean(losses: readonly number[], length: number | null): number[] {
  let sum = 0;
  return losses.map((loss, i) => {
    const count = length === null ? i + 1 : Math.min(length, i + 1);
    sum += loss - (length !== null && i >= length ? losses[i - length] : 0);
    return sum / count;
  });
}

/** The beta whose average lies nearest to the printed losses, on a grid and then between its neighbours. */
function leastSquares(
  printed: readonly Printed[],
  expected: readonly number[],
  start: ExponentialAverage['start'],
): number {
  const error = (beta: number) => {
    const average = exponential(expected, beta, start);
    return printed.reduce((sum, { step, got }) => sum + (got - average[step - 1]) ** 2, 0);
  };
  const count = Math.round((GREATEST_BETA - LEAST_BETA) / BETA_STEP);
  const errors = Array.from({ length: count + 1 }, (_, i) => error(LEAST_BETA + i * BETA_STEP));
  const nearest = LEAST_BETA + errors.indexOf(Math.min(...errors)) * BETA_STEP;
  let [low, high] = [nearest - BETA_STEP, nearest + BETA_STEP];
  for (let i = 0; i < NARROWINGS; i++) {
    const third = (high - low) * THIRD;
    if (error(low + third) < error(high - third)) high -= third;
    else low += third;
  }
  return (low + high) / 2;
}

function agreementOf(printed: readonly Printed[], average: readonly number[]): Agreement | null {
  let maxAbsDelta = 0;
  for (const { step, got, half } of printed) {
    const delta = Math.abs(got - average[step - 1]);
    if (!(delta <= half + lossTolerance('f32', average[step - 1]))) return null;
    maxAbsDelta = Math.max(maxAbsDelta, delta);
  }
  return { maxAbsDelta, steps: printed.length };
}
