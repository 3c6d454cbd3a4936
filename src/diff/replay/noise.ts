import type { Dtype } from '../../port/precision.ts';
import { lossTolerance } from '../tolerance.ts';
import { type Course, engineRun } from './course.ts';
import { nudgedArithmetic, nudgedParameters } from './nudged.ts';

/**
 * How much louder an oracle's noise is than a right port's: 8 ulp on every exp, log and root, 4 on every parameter. So the
 * oracles part before right ports do, and meet each kink of a ReLU that lies eight times as far off as rounding reaches.
 */
const LOUDER = 8;
/** Seeds of the noise, one an oracle. A kink is met by the half of them that it lies on the side of. */
const SEEDS = [17, 34, 51, 68] as const;

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
