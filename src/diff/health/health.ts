import { type Ensemble, type EnsembleStatistic, expectedLoss } from '../../golden/ensemble.ts';
import { twoSidedTail } from './studentT.ts';

/**
 * How often a right run is called unusual: once in a hundred times. Each of m statistics has an equal share of it,
 * 0.01 / m (Bonferroni), which holds however they depend on each other.
 */
export const FALSE_ALARMS = 0.01;
/** Losses that a mean needs: of fewer, the losses of single documents are too skew for Student's t. */
const LEAST_LOSSES = 5;

/** One statistic of a log's curve, beside the ensemble. */
export interface HealthStatistic {
  readonly id: string;
  /** How many of its steps the log has. */
  readonly steps: number;
  readonly value: number;
  /** What right runs have there in the mean, over the same steps. */
  readonly expected: number;
  /** (value - expected) in standard errors. */
  readonly z: number;
  /** How often a right run lies as far off. */
  readonly p: number;
}

/** Whether a curve looks like those of right runs. That it does says little: most mistakes leave it so. */
export type CurveHealth =
  | {
      readonly kind: 'judged';
      /** Whether right runs hardly ever have such a curve. That it is usual says nothing: most mistakes leave it so. */
      readonly unusual: boolean;
      /** Those that the log has steps enough for. */
      readonly statistics: readonly HealthStatistic[];
      /** How weak the test is. */
      readonly power: Ensemble['power'];
    }
  | { readonly kind: 'not-judged'; readonly reason: string };

/**
 * Compares a loss curve from any start with an ensemble of right ones.
 *
 * @param losses - loss by step, counted from 1, in nats; steps may be missing
 * @param num_steps - number of steps of its run, which decides the learning rates; null where that is not known
 * @param ensemble - the right runs
 */
export function curveHealth(
  losses: ReadonlyMap<number, number>,
  num_steps: number | null,
  ensemble: Ensemble,
): CurveHealth {
  if (num_steps !== ensemble.num_steps) {
    return { kind: 'not-judged', reason: `the run is not one of ${ensemble.num_steps} steps, so its rates are others` };
  }
  const statistics = ensemble.statistics.flatMap((statistic) => judged(losses, statistic, ensemble) ?? []);
  if (statistics.length === 0) return { kind: 'not-judged', reason: 'the log has too few losses' };
  const share = FALSE_ALARMS / statistics.length;
  const usual = statistics.every(({ p }) => p >= share); // not so where p is NaN, because a loss is
  return { kind: 'judged', unusual: !usual, statistics, power: ensemble.power };
}

/**
 * The mean that a statistic takes of a curve.
 *
 * @param losses - loss by step; at least one of the statistic's steps
 * @returns that mean and the number of steps that it has been taken over
 */
export function meanOver(
  losses: ReadonlyMap<number, number>,
  { of, first, last }: Pick<EnsembleStatistic, 'of' | 'first' | 'last'>,
  curve: Ensemble['curve'],
): { value: number; steps: readonly number[] } {
  const steps = [...losses.keys()].filter((step) => step >= first && step <= last);
  const value = mean(
    steps.map((step) => {
      const loss = losses.get(step) ?? NaN;
      return of === 'level' ? loss : Math.abs(loss - expectedLoss(curve, step));
    }),
  );
  return { value, steps };
}

/** A statistic of a log; null where the log has too few of its steps. */
function judged(
  losses: ReadonlyMap<number, number>,
  statistic: EnsembleStatistic,
  ensemble: Ensemble,
): HealthStatistic | null {
  const { value, steps } = meanOver(losses, statistic, ensemble.curve);
  const length = statistic.last - statistic.first + 1;
  if (steps.length < Math.min(LEAST_LOSSES, length)) return null;
  const runs = ensemble.seeds.last - ensemble.seeds.first + 1;
  const expected = expectedOver(steps, statistic, ensemble.curve);
  const z = (value - expected) / standardError(steps.length, length, runs, ensemble.documents, statistic);
  return { id: statistic.id, steps: steps.length, value, expected, z, p: twoSidedTail(z, runs - 1) };
}

/** The ensemble's mean, moved by as much as its curve is higher or lower on the steps that the log has. */
function expectedOver(steps: readonly number[], statistic: EnsembleStatistic, curve: Ensemble['curve']): number {
  if (statistic.of === 'scatter') return statistic.mean;
  const { first, last } = statistic;
  const all = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const level = (some: readonly number[]) => mean(some.map((step) => expectedLoss(curve, step)));
  return statistic.mean + level(steps) - level(all);
}

/**
 * Standard error of a log's mean over k of a statistic's n steps, against the mean of the ensemble.
 *
 * A log's documents are others than the N that all S runs of the ensemble share. With s from step to step, its mean
 * varies by s^2 / k, and that of the N documents by s^2 / N. In the ensemble each run has n of the N, which makes
 * s^2 (1/n - 1/N) of the variance sd^2; the rest, tau^2, is of the initial parameters and what follows from them. The
 * mean of S runs varies by sd^2 / S. Together s^2 (1/k + 1/N) + tau^2 + sd^2 / S. Of 150 right runs on documents from the
 * whole of names.txt one looks unusual by it; of their logs of every 10th step four.
 */
function standardError(k: number, n: number, S: number, N: number, { sd, stepSd }: EnsembleStatistic): number {
  const tau2 = Math.max(0, sd ** 2 - stepSd ** 2 * (1 / n - 1 / N));
  return Math.sqrt(stepSd ** 2 * (1 / k + 1 / N) + tau2 + sd ** 2 / S);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
