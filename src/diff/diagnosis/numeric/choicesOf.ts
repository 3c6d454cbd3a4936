import { GELU_CUBIC } from '../../../deviations/catalogue/mlp.ts';
import type { Deviation } from '../../../deviations/deviation.ts';
import type { ModelChoices } from './modelChoices.ts';
import type { UpdateChoices } from './updateChoices.ts';

/** How a deviation chooses otherwise than microgpt.py. */
export interface Choices {
  readonly model?: Partial<ModelChoices>;
  readonly update?: Partial<UpdateChoices>;
}

const model = (choices: Partial<ModelChoices>): Choices => ({ model: choices });
const update = (choices: Partial<UpdateChoices>): Choices => ({ update: choices });

/**
 * Entries of the catalogue as choices: the same mistakes as their edits make, in code that stays hot. A test holds each to
 * its edits. Those that are not here lie in the start, or in the tape.
 */
const CHOICES: Readonly<Record<string, Choices>> = {
  'linear-transposed': model({ squareMatrices: 'transposed' }),
  'softmax-eps': model({ softmaxEps: 1e-8 }),
  'embedding-position-missing': model({ position: 'none' }),
  'position-from-1': model({ position: 'next' }),
  'embedding-scaled': model({ embedding: 'scaled' }),
  'attention-residual-missing': model({ attentionResidual: false }),
  'mlp-residual-missing': model({ mlpResidual: false }),
  'residual-normed': model({ residual: 'normed' }),
  'lm-head-is-wte': model({ head: 'wte' }),
  'rmsnorm-mean': model({ square: 'sum' }),
  'rmsnorm-constant': model({ normGradient: 'constant' }),
  'rmsnorm-eps-0.000001': model({ normEps: 1e-6 }),
  'rmsnorm-eps-1e-8': model({ normEps: 1e-8 }),
  'rmsnorm-eps-1.19e-7': model({ normEps: 1.1920929e-7 }),
  'rmsnorm-eps-0': model({ normEps: 0 }),
  'rmsnorm-eps-outside': model({ normEpsPlace: 'outside' }),
  'rmsnorm-eps-sum': model({ normEpsPlace: 'sum' }),
  layernorm: model({ square: 'centred' }),
  'first-rmsnorm': model({ firstNorm: false }),
  'attention-norm-missing': model({ attentionNorm: false }),
  'mlp-norm-missing': model({ mlpNorm: false }),
  'final-rmsnorm': model({ finalNorm: 'full' }),
  'attention-scale': model({ attentionScale: 'head_dim' }),
  'attention-unscaled': model({ attentionScale: 1 }),
  'attention-scale-n-embd': model({ attentionScale: 'n_embd^0.5' }),
  'heads-interleaved': model({ heads: 'interleaved' }),
  'single-head': model({ heads: 'one' }),
  'keys-unprojected': model({ keys: 'unprojected' }),
  'attention-not-itself': model({ mask: 'not-itself' }),
  'attention-only-itself': model({ mask: 'only-itself' }),
  'no-causal-mask': model({ mask: 'none' }),
  'cache-detached': model({ keyGradient: 'detached', valueGradient: 'detached' }),
  'cache-input-detached': model({ keyGradient: 'weights-only', valueGradient: 'weights-only' }),
  'key-input-detached': model({ keyGradient: 'weights-only' }),
  'value-input-detached': model({ valueGradient: 'weights-only' }),
  'attention-padded': model({ mask: 'padded' }),
  'attention-weights-detached': model({ weightGradient: 'none' }),
  'attention-softmax-diagonal': model({ weightGradient: 'diagonal' }),
  'layers-never-run': model({ layers: 'skipped' }),
  'wte-not-updated': model({ wteGradient: false }),
  'wpe-not-updated': model({ wpeGradient: false }),
  'residual-gradient-missing': model({ residualGradient: false }),
  'rmsnorm-gradient-identity': model({ normGradient: 'identity' }),
  'rmsnorm-gradient-sum': model({ normGradient: 'sum' }),
  'final-rmsnorm-forward-only': model({ finalNorm: 'forward' }),
  'fc2-gradient-before-activation': model({ fc2Seen: 'hidden' }),
  'fc1-gradient-before-norm': model({ fc1Seen: 'stream' }),
  'qkv-gradient-before-norm': model({ qkvSeen: 'stream' }),
  'wo-gradient-before-attention': model({ woSeen: 'value' }),
  'lm-head-gradient-before-mlp': model({ headSeen: 'before-mlp' }),
  'relu-gradient-one': model({ reluGradient: 'one' }),
  'relu-gradient-mask': model({ reluGradient: 'by-gradient' }),
  'neg-gradient': model({ negGradient: 'operand' }),
  'neg-gradient-sign': model({ negGradient: 'sign' }),
  'log-gradient-argument': model({ logGradient: 'argument' }),
  'log-gradient-missing': model({ logGradient: 'one' }),
  'gradient-of-sum': model({ lossGradient: 'sum' }),
  'no-activation': model({ activation: 'none' }),
  'leaky-relu': model({ activation: 'leaky', activationConstant: 0.01 }),
  'relu-squared': model({ squared: true }),
  'gelu-tanh': model({ activation: 'gelu-tanh', activationConstant: GELU_CUBIC }),
  'gelu-erf': model({ activation: 'gelu-erf' }),
  silu: model({ activation: 'silu' }),
  log2: model({ logFactor: Math.LOG2E }),
  log10: model({ logFactor: Math.LOG10E }),
  'log-eps-0.000001': model({ logEps: 1e-6 }),
  'log-eps-1e-8': model({ logEps: 1e-8 }),
  'log-eps-1e-10': model({ logEps: 1e-10 }),
  'log-eps-1e-12': model({ logEps: 1e-12 }),
  'loss-sum': model({ divisor: 'one' }),
  'mean-over-block': model({ divisor: 'block_size' }),
  'mean-over-tokens': model({ divisor: 'n+1' }),
  'mean-over-characters': model({ divisor: 'n-1' }),
  'last-target': model({ dropped: 1 }),
  'target-itself': model({ target: 'itself' }),
  'target-two-ahead': model({ target: 'second' }),
  'adam-eps-inside': update({ denominator: 'inside' }),
  'adam-eps-missing': update({ eps_adam: 0, guarded: true }),
  'adam-root-missing': update({ denominator: 'rootless' }),
  'weight-decay-0.01': update({ weightDecay: 0.01 }),
  'weight-decay-0.1': update({ weightDecay: 0.1 }),
  'weight-decay-coupled-0.01': update({ coupledDecay: 0.01 }),
  'adam-eps-uncorrected': update({ denominator: 'uncorrected' }),
  sgd: update({ rule: 'sgd' }),
  'sgd-momentum': update({ rule: 'momentum', first: 'undamped' }),
  'gradient-clipped': update({ clipped: true }),
  'gradient-kept': update({ kept: true }),
  'first-moment-undamped': update({ first: 'undamped' }),
  'second-moment-abs': update({ second: 'abs' }),
  'second-moment-of-mean': update({ second: 'of-first' }),
  'no-bias-correction': update({ correction1: 'none', correction2: 'none' }),
  'bias-correction-m-only': update({ correction2: 'none' }),
  'bias-correction-v-only': update({ correction1: 'none' }),
  'bias-correction': update({ correction1: 'ahead', correction2: 'ahead' }),
  'bias-correction-behind': update({ correction1: 'behind', correction2: 'behind' }),
  'bias-correction-v': update({ correction2: 'ahead' }),
  'bias-correction-m': update({ correction1: 'ahead' }),
  'learning-rate': update({ rateStep: 'ahead' }),
  'learning-rate-behind': update({ rateStep: 'behind' }),
  'learning-rate-end': update({ fallsOver: 'num_steps-1' }),
  'no-decay': update({ schedule: 'constant' }),
  'first-skipped': update({ document: 'next' }),
  'no-backward': update({ backward: false }),
  'loss-after-update': update({ reported: 'after' }),
};

const OF_UPDATE = ['learning_rate', 'beta1', 'beta2', 'eps_adam', 'decay', 'num_steps'] as const;

/** The choices of a deviation: by name, or where it sets constants of the update or the activation those; null where it has none. */
export function choicesOf({ id, edits, config = {} }: Deviation): Choices | null {
  if (CHOICES[id] !== undefined) return CHOICES[id];
  const names = Object.keys(config);
  const isOfUpdate = names.every((name) => OF_UPDATE.some((constant) => constant === name));
  return edits.length === 0 && names.length > 0 && isOfUpdate ? update(config) : null;
}

/** Choices of several deviations as one; null where two of them choose otherwise of the same. */
export function together(list: readonly Choices[]): Required<Choices> | null {
  const model: Record<string, unknown> = {};
  const update: Record<string, unknown> = {};
  for (const choices of list) {
    if (!putAll(model, choices.model) || !putAll(update, choices.update)) return null;
  }
  return { model, update };
}

function putAll(into: Record<string, unknown>, from: object = {}): boolean {
  for (const [name, value] of Object.entries(from)) {
    if (name in into && into[name] !== value) return false;
    into[name] = value;
  }
  return true;
}
