import type { StepDump } from '../../diff/step/stepDump.ts';
import type { StateDict } from '../../reference/parameters.ts';
import type { Stage } from './mistakes/place.ts';

/** The first number of a run's steps that is not the right run's. */
export interface FirstWrong {
  readonly step: number;
  readonly stage: Stage;
  /** As in `Place`. */
  readonly name: string;
}

/** Numbers of a dump under the name of a place. */
interface Part {
  readonly stage: Stage;
  readonly name: string;
  readonly numbers: readonly number[];
}

/**
 * Compares the steps of two runs from one start in the order of execution: forward position by position, then the gradients from
 * lm_head to wpe, then Adam's m, v and what it leaves.
 *
 * @param share - a number may differ by so much of the largest of its row, or matrix
 * @returns null where all are alike
 */
export function firstWrong(got: readonly StepDump[], right: readonly StepDump[], share: number): FirstWrong | null {
  for (const [i, dump] of right.entries()) {
    const own = new Map(partsOf(got[i]).map(({ key, ...part }) => [key, part]));
    const wrong = partsOf(dump).find(({ key, numbers }) => !areClose(own.get(key)?.numbers ?? [], numbers, share));
    if (wrong !== undefined) return { step: i + 1, stage: wrong.stage, name: wrong.name };
  }
  return null;
}

function partsOf({ trace, losses, loss, grad, m, v, updated }: StepDump): (Part & { readonly key: string })[] {
  const forward = [...trace, ['losses', losses ?? []] as const, ['loss', [loss ?? Number.NaN]] as const];
  const named = forward.map(([key, numbers]): Part & { readonly key: string } => ({
    ...{ stage: 'forward', key, numbers },
    name: placeOf(key.replace(/^pos\d+\./, '').replace(/\.head\d+/, '')),
  }));
  const gradients = inFlow(grad ?? {}).map(([key, numbers]) => ({
    ...{ stage: 'backward' as const, key: `grad.${key}`, numbers },
    name: placeOf(key),
  }));
  const adam = Object.entries({ m, v, updated }).flatMap(([part, dict]) =>
    Object.entries(dict ?? {}).map(([matrix, rows]) => ({
      ...{ stage: 'adam' as const, key: `${part}.${matrix}`, numbers: rows.flat() },
      name: `${part}.${placeOf(matrix)}`,
    })),
  );
  return [...named, ...gradients, ...adam];
}

/** Matrices in the order in which the gradient reaches them. */
function inFlow(dict: StateDict): [string, number[]][] {
  const layers = Object.keys(dict)
    .filter((name) => name.endsWith('.attn_wq'))
    .map((name) => name.replace('.attn_wq', ''));
  const own = ['mlp_fc2', 'mlp_fc1', 'attn_wo', 'attn_wv', 'attn_wk', 'attn_wq'];
  const inLayers = layers.toReversed().flatMap((layer) => own.map((name) => `${layer}.${name}`));
  return ['lm_head', ...inLayers, 'wte', 'wpe'].map((name) => [name, dict[name]?.flat() ?? []]);
}

function placeOf(name: string): string {
  return name.replace(/^layer\d+/, 'layer*');
}

function areClose(got: readonly number[], right: readonly number[], share: number): boolean {
  const most = Math.max(0, ...right.map(Math.abs));
  return got.length === right.length && right.every((x, i) => Math.abs(got[i] - x) <= share * most);
}
