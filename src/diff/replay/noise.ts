import type { Dtype } from '../../port/precision.ts';
import { lossTolerance } from '../tolerance.ts';
import { type Course, engineRun } from './course.ts';
import { nudgedArithmetic, nudgedParameters } from './nudged.ts';

/**
 * How much louder an oracle's noise is than a right port's: 4 ulp on every exp, log and root, 2 on every parameter. So the
 * oracles part before right ports do, and meet each kink of a ReLU that lies four times as far off as rounding reaches.
 */
const LOUDER = 4;
/** Seeds of the noise, one an oracle. Each falls to either side of a kink by chance, so that few would miss one together. */
const SEEDS = Array.from({ length: 8 }, (_, i) => 7919 * (i + 1));

/**
 * The last step before rounding alone decides in a class: before one of some oracles in its precision, each with noise of its
 * own, is further from the run than the class lets a port be. No log can be judged behind it.
 *
 * @param course - the run
 * @param losses - its losses in double precision, in nats
 * @param dtype - the class
 * @returns counted from 1; 0 where not even the first step can be judged, Infinity where all can
 */
export function lastJudgedStep(course: Course, losses: readonly number[], dtype: Dtype): number {
  return Math.min(...SEEDS.map((seed) => agreedSteps(losses, noisyLosses(course, dtype, seed), dtype)));
}

function noisyLosses(course: Course, dtype: Dtype, seed: number): readonly number[] {
  const state_dict = nudgedParameters(course.state_dict, dtype, LOUDER / 2, seed);
  return engineRun({ ...course, state_dict }, nudgedArithmetic(dtype, LOUDER, seed)).losses;
}

function agreedSteps(losses: readonly number[], noisy: readonly number[], dtype: Dtype): number {
  const parting = losses.findIndex((loss, i) => !(Math.abs(noisy[i] - loss) <= lossTolerance(dtype, loss)));
  return parting < 0 ? Number.POSITIVE_INFINITY : parting;
}
