import type { Dtype } from '../../port/precision.ts';
import type { StageResult } from './stageResult.ts';
import { withoutPosition } from './stages.ts';
import { missingBefore } from './suspects.ts';

/** Of these few numbers a mistake before them may leave nothing to be seen in float32. */
const FEW: ReadonlySet<string> = new Set(['losses', 'loss']);

/**
 * Values of the forward pass that may be what is wrong where the first gradient is: they are not in the dump, and nothing that is made
 * of them has held.
 *
 * @param stages - of the forward pass
 * @param gradients - in the order in which they are reached
 * @returns by their names without position, in the order of execution; empty where the gradients alone can be wrong
 */
export function forwardInDoubt(
  stages: readonly StageResult[],
  gradients: readonly StageResult[],
  dtype: Dtype,
): readonly string[] {
  const first = gradients.findIndex(({ status }) => status === 'wrong');
  if (first < 0) return [];
  // A gradient that holds is made of a right forward pass.
  if (gradients.slice(0, first).some(({ status }) => status === 'held')) return [];
  const missing = namesOf(stages, 'not given').filter((name) => !FEW.has(name));
  const held = namesOf(stages, 'held').filter((name) => dtype === 'f64' || !FEW.has(name));
  const sure = new Set(held.flatMap((name) => missingBefore(name, stages)));
  const inDoubt = missing.filter((name) => !sure.has(name));
  const others = gradients.filter(({ status }, i) => i !== first && status !== 'not given');
  const isAlone = others.length > 0 && others.every(({ status }) => status === 'held');
  return isAlone ? inDoubt.filter((name) => behindOthers(gradients[first]).includes(name)) : inDoubt;
}

/** What the others say nothing of, where the first gradient is the only wrong one: they are judged by what it tells of its derivative. */
function behindOthers(first: StageResult): readonly string[] {
  if (first.status !== 'wrong' || first.fault === 'product') return [];
  return ['logits', ...(first.through ?? [])];
}

/** Values of which every position is judged so. */
function namesOf(stages: readonly StageResult[], status: StageResult['status']): readonly string[] {
  const others = new Set(stages.filter((stage) => stage.status !== status).map(({ name }) => withoutPosition(name)));
  return [...new Set(stages.map(({ name }) => withoutPosition(name)))].filter((name) => !others.has(name));
}
