import type { StageResult } from './stageResult.ts';
import { withoutPosition } from './stages.ts';

const LAYER = /^layer(\d+)\.(.+)$/;
const LAYER_AT = /\.layer(\d+)\./;
/** What a value of a layer is made of, both without their layer. */
const IN_LAYER: Readonly<Record<string, readonly string[]>> = {
  q: ['attn_norm'],
  k: ['attn_norm'],
  v: ['attn_norm'],
  attn_logits: ['q', 'k'],
  attn_weights: ['attn_logits'],
  head_out: ['attn_weights', 'v'],
  x_attn: ['head_out'],
  attn_out: ['x_attn'],
  mlp_norm: ['attn_residual'],
  mlp_hidden: ['mlp_norm'],
  mlp_relu: ['mlp_hidden'],
  mlp_out: ['mlp_relu'],
  mlp_residual: ['mlp_out', 'attn_residual'],
};
const OUTSIDE: Readonly<Record<string, readonly string[]>> = {
  x: ['embedding'],
  probs: ['logits'],
  losses: ['probs'],
  loss: ['losses'],
};

/**
 * Values of the forward pass that are not in the dump and that a wrong one is made of: any of them may be what is wrong, so nothing
 * is judged by what they should be.
 *
 * @returns by their names without position the wrong value that tells
 */
export function suspectsOf(stages: readonly StageResult[]): ReadonlyMap<string, string> {
  const isWrong = ({ part, status }: StageResult) => part === 'forward' && (status === 'wrong' || status === 'shape');
  const wrong = new Set(stages.filter(isWrong).map(({ name }) => withoutPosition(name)));
  return new Map([...wrong].flatMap((name) => missingBefore(name, stages).map((of) => [of, name] as const)));
}

/** Values of the forward pass that are not in the dump and that one is made of, in the order of execution. */
export function missingBefore(name: string, stages: readonly StageResult[]): readonly string[] {
  const forward = stages.filter(({ part }) => part === 'forward');
  const n_layer = forward.reduce((most, one) => Math.max(most, Number(LAYER_AT.exec(one.name)?.[1] ?? -1) + 1), 0);
  const missing = new Set(
    forward.filter(({ status }) => status === 'not given').map(({ name }) => withoutPosition(name)),
  );
  const found = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const before = madeOf(next, n_layer).filter((of) => missing.has(of) && !found.has(of));
    for (const of of before) found.add(of);
    open.push(...before);
  }
  return [...missing].filter((of) => found.has(of));
}

function madeOf(name: string, n_layer: number): readonly string[] {
  const stream = (layers: number) => (layers === 0 ? 'x' : `layer${layers - 1}.mlp_residual`);
  if (name === 'logits') return [stream(n_layer)];
  const [, layer, own] = LAYER.exec(name) ?? [];
  if (own === undefined) return OUTSIDE[name] ?? [];
  const at = `layer${layer}.`;
  if (own === 'attn_norm') return [stream(Number(layer))];
  if (own === 'attn_residual') return [`${at}attn_out`, stream(Number(layer))];
  return (IN_LAYER[own] ?? []).map((of) => at + of);
}
