import { meanOver } from '../../diff/health/health.ts';
import { type Ensemble, type EnsembleStatistic, expectedLoss } from '../../golden/ensemble.ts';

/** Losses of a run, step by step. */
export type Curve = readonly number[];

/** What is taken the mean of. */
const STATISTICS: readonly Pick<EnsembleStatistic, 'id' | 'of' | 'first' | 'last'>[] = [
  { id: 'loss of step 1', of: 'level', first: 1, last: 1 },
  { id: 'steps 1 to 10', of: 'level', first: 1, last: 10 },
  { id: 'steps 11 to 100', of: 'level', first: 11, last: 100 },
  { id: 'steps 101 to 300', of: 'level', first: 101, last: 300 },
  { id: 'steps 301 to 600', of: 'level', first: 301, last: 600 },
  { id: 'steps 601 to 900', of: 'level', first: 601, last: 900 },
  { id: 'last 100 steps', of: 'level', first: 901, last: 1000 },
  { id: 'steps 101 to 1000', of: 'level', first: 101, last: 1000 },
  { id: 'scatter of steps 101 to 1000', of: 'scatter', first: 101, last: 1000 },
];
/** The curve is averaged over stretches of steps, each longer than the one before by about this factor. */
const STRETCH = Math.SQRT2;
/** Digits kept: more than the runs tell, and the same whatever the last bits of a library. */
const DIGITS = 4;

/**
 * The mean curve, a point for each stretch of steps: at their geometric mean the mean of the losses.
 *
 * @param runs - all of the same length
 */
export function curveOf(runs: readonly Curve[]): Ensemble['curve'] {
  const points: { step: number; loss: number }[] = [];
  for (let first = 1; first <= runs[0].length; ) {
    const end = Math.min(Math.max(first + 1, Math.round(first * STRETCH)), runs[0].length + 1);
    const losses = runs.flatMap((run) => run.slice(first - 1, end - 1));
    points.push({ step: rounded(Math.sqrt(first * (end - 1))), loss: rounded(meanOf(losses)) });
    first = end;
  }
  return points;
}

/** Mean and spread of each statistic over the runs. */
export function statisticsOf(runs: readonly Curve[], curve: Ensemble['curve']): EnsembleStatistic[] {
  return STATISTICS.map((statistic) => {
    const values = runs.map((run) => meanOver(byStep(run), statistic, curve).value);
    const { of, first, last } = statistic;
    const single = runs.flatMap((run) =>
      run.slice(first - 1, last).map((loss, i) => {
        const residual = loss - expectedLoss(curve, first + i);
        return of === 'level' ? residual : Math.abs(residual);
      }),
    );
    return {
      ...statistic,
      mean: rounded(meanOf(values)),
      sd: rounded(deviation(values)),
      stepSd: rounded(deviation(single)),
    };
  });
}

/** A curve as a log has it. */
export function byStep(curve: Curve): Map<number, number> {
  return new Map(curve.map((loss, i) => [i + 1, loss]));
}

function rounded(x: number): number {
  return Number(x.toPrecision(DIGITS));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

/** Standard deviation, estimated: the squares are divided by their number less 1. */
function deviation(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1));
}
