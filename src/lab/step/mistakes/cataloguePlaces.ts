import { linesOf, type Place, RMSNORM_LINES, SOFTMAX_LINES, type Stage } from './place.ts';

/** Where a deviation of the catalogue shows first in the dumps of steps, and at which step. */
export interface CataloguePlace {
  readonly place: Place;
  readonly from: 1 | 2;
}

/** A place, and the deviations that are found there. */
interface Row {
  readonly name: string;
  readonly or?: readonly string[];
  readonly lines?: Place['lines'];
  readonly also?: Place['also'];
  readonly from?: 2;
  readonly ids: readonly string[];
}

const FORWARD: readonly Row[] = [
  { name: 'embedding', ids: ['embedding-position-missing', 'position-from-1', 'embedding-scaled'] },
  {
    name: 'x',
    lines: RMSNORM_LINES,
    ids: [
      'rmsnorm-mean',
      'rmsnorm-eps-0.000001',
      'rmsnorm-eps-1e-8',
      'rmsnorm-eps-1.19e-7',
      'rmsnorm-eps-0',
      'rmsnorm-eps-outside',
      'rmsnorm-eps-sum',
      'layernorm',
    ],
  },
  { name: 'x', or: ['layer*.attn_norm'], ids: ['first-rmsnorm'] },
  { name: 'layer*.attn_norm', ids: ['attention-norm-missing'] },
  { name: 'layer*.q', lines: [94, 95], ids: ['linear-transposed'] },
  {
    name: 'layer*.attn_logits',
    ids: ['attention-scale', 'attention-unscaled', 'attention-scale-n-embd'],
  },
  // The values of a head are other ones too.
  { name: 'layer*.attn_logits', also: ['layer*.head_out'], ids: ['heads-interleaved', 'single-head'] },
  { name: 'layer*.attn_logits', or: ['layer*.k'], ids: ['keys-unprojected'] },
  {
    name: 'layer*.attn_logits',
    lines: [121, 129],
    ids: ['attention-not-itself', 'attention-only-itself', 'no-causal-mask', 'attention-padded', 'cache-shared'],
  },
  { name: 'layer*.attn_logits', lines: [161, 161], from: 2, ids: ['cache-kept'] },
  { name: 'layer*.attn_weights', lines: SOFTMAX_LINES, ids: ['softmax-eps'] },
  { name: 'layer*.head_out', ids: ['heads-wrong-axis', 'heads-by-position'] },
  { name: 'layer*.attn_residual', ids: ['attention-residual-missing'] },
  { name: 'layer*.attn_residual', also: ['layer*.mlp_residual'], ids: ['residual-normed'] },
  { name: 'layer*.mlp_norm', ids: ['mlp-norm-missing'] },
  {
    name: 'layer*.mlp_relu',
    ids: ['no-activation', 'leaky-relu', 'relu-squared', 'gelu-tanh', 'gelu-erf', 'silu'],
  },
  { name: 'layer*.mlp_residual', ids: ['mlp-residual-missing'] },
  { name: 'logits', ids: ['lm-head-is-wte', 'final-rmsnorm', 'final-rmsnorm-forward-only'] },
  { name: 'logits', lines: [114, 143], ids: ['layers-never-run'] },
  {
    name: 'losses',
    ids: ['log2', 'log10', 'log-eps-0.000001', 'log-eps-1e-8', 'log-eps-1e-10', 'log-eps-1e-12'],
  },
  { name: 'losses', lines: [164, 164], ids: ['target-itself', 'target-two-ahead'] },
  { name: 'losses', or: ['loss'], lines: [158, 158], ids: ['last-target'] },
  { name: 'losses', or: ['loss'], lines: [158, 158], from: 2, ids: ['block-clip-short'] },
  {
    name: 'loss',
    ids: ['loss-sum', 'mean-over-block', 'mean-over-tokens', 'mean-over-characters', 'loss-after-update'],
  },
  { name: 'loss', lines: [184, 184], from: 2, ids: ['loss-running-mean'] },
];

const BACKWARD: readonly Row[] = [
  { name: 'loss', or: ['lm_head'], lines: [172, 172], ids: ['no-backward'] },
  { name: 'loss', ids: ['gradient-of-sum'] },
  { name: 'loss', or: ['lm_head'], lines: [45, 45], ids: ['mul-gradients-swapped', 'mul-gradient-first'] },
  { name: 'loss', or: ['lm_head'], lines: [41, 41], ids: ['add-gradient-first'] },
  {
    name: 'loss',
    or: ['lm_head', 'losses', 'probs'],
    lines: [59, 72],
    ids: ['topo-not-reversed', 'preorder', 'backward-queue'],
  },
  {
    name: 'losses',
    ids: ['neg-gradient', 'neg-gradient-sign', 'log-gradient-argument', 'log-gradient-missing'],
  },
  {
    name: 'probs',
    lines: SOFTMAX_LINES,
    ids: ['div-gradient-sign', 'exp-gradient-argument', 'exp-gradient-missing'],
  },
  // Softmax is the first of what powers and products are in: norms and matrices behind it.
  {
    name: 'probs',
    lines: SOFTMAX_LINES,
    also: 'nodes',
    ids: ['pow-gradient-exponent', 'pow-gradient-factor', 'mul-gradient-second'],
  },
  { name: 'probs', or: ['lm_head'], lines: [72, 72], ids: ['gradient-overwritten'] },
  { name: 'lm_head', ids: ['lm-head-gradient-before-mlp'] },
  { name: 'lm_head', lines: [182, 182], from: 2, ids: ['gradient-kept'] },
  { name: 'layer*.mlp_residual', or: ['layer*.mlp_fc2'], lines: [59, 72], ids: ['backward-stack'] },
  { name: 'layer*.mlp_fc2', ids: ['fc2-gradient-before-activation'] },
  { name: 'layer*.mlp_relu', ids: ['relu-gradient-one', 'relu-gradient-mask'] },
  { name: 'layer*.mlp_fc1', ids: ['fc1-gradient-before-norm'] },
  { name: 'layer*.mlp_residual', also: ['layer*.attn_residual'], ids: ['residual-gradient-missing'] },
  {
    name: 'layer*.mlp_norm',
    lines: RMSNORM_LINES,
    ids: ['rmsnorm-constant', 'rmsnorm-gradient-identity', 'rmsnorm-gradient-sum'],
  },
  { name: 'layer*.attn_wo', ids: ['wo-gradient-before-attention'] },
  { name: 'layer*.attn_wv', or: ['layer*.attn_wk', 'layer*.attn_wq'], ids: ['qkv-gradient-before-norm'] },
  { name: 'layer*.head_out', or: ['layer*.attn_weights', 'layer*.attn_logits'], ids: ['attention-weights-detached'] },
  { name: 'layer*.attn_weights', ids: ['attention-softmax-diagonal'] },
  {
    name: 'layer*.head_out',
    or: ['layer*.attn_logits', 'layer*.v', 'layer*.k', 'layer*.attn_wv'],
    ids: ['cache-detached'],
  },
  { name: 'layer*.v', or: ['layer*.k', 'layer*.attn_norm'], ids: ['cache-input-detached'] },
  { name: 'layer*.k', or: ['layer*.attn_norm'], ids: ['key-input-detached'] },
  { name: 'layer*.v', or: ['layer*.attn_norm'], ids: ['value-input-detached'] },
  { name: 'wte', ids: ['wte-not-updated'] },
  { name: 'wpe', ids: ['wpe-not-updated'] },
];

const ADAM: readonly Row[] = [
  {
    name: 'm',
    ids: ['first-moment-undamped', 'sgd-momentum', 'gradient-clipped', 'weight-decay-coupled-0.01', 'beta1'],
  },
  { name: 'm', ids: ['betas-0.9-0.999', 'betas-0.9-0.95'] },
  { name: 'v', ids: ['second-moment-abs', 'second-moment-of-mean', 'beta2', 'beta2-0.95'] },
  {
    name: 'updated',
    ids: [
      'adam-eps-inside',
      'adam-eps-missing',
      'adam-eps-uncorrected',
      'adam-root-missing',
      'adam-eps-0.000001',
      'adam-eps-1e-7',
      'adam-eps-1e-9',
      'weight-decay-0.01',
      'weight-decay-0.1',
      'sgd',
      'unflattened-by-name',
      'flattened-by-name',
    ],
  },
  {
    name: 'updated',
    lines: [179, 180],
    ids: ['no-bias-correction', 'bias-correction-m-only', 'bias-correction-v-only', 'bias-correction'],
  },
  { name: 'updated', lines: [179, 180], from: 2, ids: ['bias-correction-behind'] },
  { name: 'updated', lines: [179, 179], ids: ['bias-correction-m'] },
  { name: 'updated', lines: [180, 180], ids: ['bias-correction-v'] },
  {
    name: 'updated',
    lines: [175, 175],
    ids: ['learning-rate', 'learning-rate-0.1', 'learning-rate-0.001', 'learning-rate-0.0003'],
  },
  {
    name: 'updated',
    lines: [175, 175],
    from: 2,
    ids: ['learning-rate-behind', 'learning-rate-end', 'no-decay', 'decay-cosine', 'num-steps-500', 'num-steps-10000'],
  },
];

/**
 * The place of every deviation of the catalogue that a step can show when it is judged on what the port gave it. Others are
 * in the documents, the tokens or the start, in the samples, in the precision, or show in no run.
 */
export const CATALOGUE_PLACES: ReadonlyMap<string, CataloguePlace> = new Map([
  ...placed('forward', FORWARD),
  ...placed('backward', BACKWARD),
  ...placed('adam', ADAM),
]);

function placed(stage: Stage, rows: readonly Row[]): [string, CataloguePlace][] {
  return rows.flatMap(({ name, or = [], lines = linesOf(stage, name), also, from = 1 as const, ids }) =>
    ids.map((id): [string, CataloguePlace] => [
      id,
      { place: { stage, name, or, lines, ...(also === undefined ? {} : { also }) }, from },
    ]),
  );
}
