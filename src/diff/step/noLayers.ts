import type { Dtype } from '../../port/precision.ts';
import type { Config } from '../../reference/config.ts';
import { judgeSteps } from './judgeStep.ts';
import { isWrong } from './stageResult.ts';
import type { StepDump } from './stepDump.ts';

/** What lies behind all layers: it holds in a model that has none, and in no other. */
const BEHIND_LAYERS = /^pos\d+\.logits$|^losses$|^loss$|^grad\./;

/**
 * Whether steps that name no layer are of a model without one: what is behind the layers follows from what is before them, and nothing
 * is wrong.
 *
 * @param dumps - of one run, none of which names a layer
 * @param config - the port's other constants
 */
export function hasNoLayers(dumps: readonly StepDump[], config: Config, dtype: Dtype): boolean {
  const stages = judgeSteps(dumps, { ...config, n_layer: 0 }, dtype).flatMap((step) => step.stages);
  const isTold = stages.some(({ name, status }) => status === 'held' && BEHIND_LAYERS.test(name));
  return isTold && !stages.some(({ status }) => isWrong(status));
}
