import type { Config } from '../../reference/config.ts';
import type { StateDict } from '../../reference/parameters.ts';
import { matrixNames } from './readMatrices.ts';
import type { StageResult } from './stageResult.ts';
import type { StepDump } from './stepDump.ts';

/** Most matrices that are named one by one. */
const MOST_NAMED = 3;

/**
 * What a dump lacks of what the values in it are judged by: names to write.
 *
 * @param stages - as the step was judged
 */
export function lackingIn(dump: StepDump, stages: readonly StageResult[], config: Config): string[] {
  const open = stages.filter(({ status }) => status === 'not judged');
  const names = matrixNames(config.n_layer);
  const isOfAdam = ({ part }: StageResult) => part === 'adam';
  const missing = [
    ...(open.length === 0 ? [] : dump.params === null ? ['params'] : missingOf('params', dump.params, names)),
    ...(dump.tokens !== null || open.every(isOfAdam) ? [] : ['tokens']),
    ...(dump.grad === null ? (open.some(isOfAdam) ? ['grad'] : []) : missingOf('grad', dump.grad, names)),
  ];
  const isBefore = open.some((stage) => stage.status === 'not judged' && stage.because.includes('steps before it'));
  return isBefore ? [...missing, `step ${dump.step - 1}`] : missing;
}

function missingOf(dict: 'params' | 'grad', own: StateDict, names: readonly string[]): string[] {
  const missing = names.filter((name) => own[name] === undefined).map((name) => `${dict}.${name}`);
  return missing.length > MOST_NAMED ? [...missing.slice(0, MOST_NAMED), '...'] : missing;
}
