import { judgeSteps } from '../../../diff/step/judgeStep.ts';
import type { StepDump } from '../../../diff/step/stepDump.ts';
import type { Config } from '../../../reference/config.ts';
import type { Precision } from '../placed.ts';

/** How a right port's dumps were judged: how many values held, and which were given and did not, or what the dumps themselves have wrong. */
export interface Held {
  readonly held: number;
  readonly others: readonly string[];
}

/** Judges the dumps of a right port. Values that it does not give are passed over. */
export function heldIn(dumps: readonly StepDump[], config: Config, precision: Precision): Held {
  const judged = judgeSteps(dumps, config, precision);
  const stages = judged.flatMap(({ stages }) => stages).filter(({ status }) => status !== 'not given');
  const others = stages.filter(({ status }) => status !== 'held').map(({ name, status }) => `${name} ${status}`);
  return { held: stages.length - others.length, others: [...judged.flatMap(({ doubts }) => doubts()), ...others] };
}
