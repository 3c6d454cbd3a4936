import type { Dtype } from '../../port/precision.ts';
import type { Config } from '../../reference/config.ts';
import { judgeSteps } from './judgeStep.ts';
import type { ReadStep } from './readStep.ts';

/** How many values of some steps are wrong: what a reading of a dump is chosen by. */
export function wrongIn(steps: readonly Pick<ReadStep, 'dump'>[], config: Config, dtype: Dtype): number {
  return judgeSteps(
    steps.map(({ dump }) => dump),
    config,
    dtype,
  )
    .flatMap(({ stages }) => stages)
    .filter(({ status }) => status === 'wrong' || status === 'shape').length;
}
