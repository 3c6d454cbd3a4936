import type { Dtype } from '../../port/precision.ts';
import type { Config } from '../../reference/config.ts';
import { judgeSteps } from './judgeStep.ts';
import type { ReadStep } from './readStep.ts';

/** How many values of some steps are wrong: what a reading of a dump is chosen by. */
export interface WrongIn {
  /** Of the forward pass, which gradients say nothing of. */
  readonly forward: number;
  readonly all: number;
}

export function wrongIn(steps: readonly Pick<ReadStep, 'dump'>[], config: Config, dtype: Dtype): WrongIn {
  const wrong = judgeSteps(
    steps.map(({ dump }) => dump),
    config,
    dtype,
  )
    .flatMap(({ stages }) => stages)
    .filter(({ status }) => status === 'wrong' || status === 'shape');
  return { forward: wrong.filter(({ part }) => part === 'forward').length, all: wrong.length };
}

/** Whether less is wrong in the forward pass; where that is as much, in all. */
export function isLess(one: WrongIn, other: WrongIn): boolean {
  return one.forward === other.forward ? one.all < other.all : one.forward < other.forward;
}
