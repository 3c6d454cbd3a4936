import type { Config } from '../../../reference/config.ts';

/** Where eps stands in RMSNorm: in the mean square, under the root; beside the root; in the sum of squares. */
export type EpsPlace = 'mean' | 'outside' | 'sum';

/**
 * What a model computes between the embeddings and the gradient, choice by choice: the first of each is microgpt.py's
 * (model.1 to model.27, loss.1 to loss.8).
 */
export interface ModelChoices {
  /** Which row of wpe is added. */
  readonly position: 'own' | 'next' | 'none';
  /** What the row of wte is multiplied by: 1, or the root of n_embd. */
  readonly embedding: 'plain' | 'scaled';
  readonly firstNorm: boolean;
  readonly attentionNorm: boolean;
  readonly mlpNorm: boolean;
  readonly finalNorm: 'none' | 'full' | 'forward';
  /** What the squares in RMSNorm are made into; `centred` subtracts the mean of x first (LayerNorm). */
  readonly square: 'mean' | 'sum' | 'centred';
  readonly normEps: number;
  readonly normEpsPlace: EpsPlace;
  /** What RMSNorm passes back: all; with its scale a constant; as if it were not there; its scale's part not divided by n. */
  readonly normGradient: 'full' | 'constant' | 'identity' | 'sum';
  readonly layers: 'run' | 'skipped';
  readonly attentionResidual: boolean;
  readonly mlpResidual: boolean;
  /** What a block adds its output to: the stream, or its normed input. */
  readonly residual: 'stream' | 'normed';
  readonly residualGradient: boolean;
  /** What scores are divided by; or a factor in its place. */
  readonly attentionScale: 'head_dim^0.5' | 'head_dim' | 'n_embd^0.5' | number;
  readonly heads: 'together' | 'interleaved' | 'one';
  /** What a head gives: the weighted sum of values; that over the wrong axis; an element a position. */
  readonly headOutput: 'weighted' | 'wrong-axis' | 'by-position';
  /** The positions attended to; `padded` has rows of 0 up to block_size beside them. */
  readonly mask: 'causal' | 'not-itself' | 'only-itself' | 'none' | 'padded';
  /** What attention weights pass back to scores: all, nothing, or p (1 - p) of the own one. */
  readonly weightGradient: 'full' | 'none' | 'diagonal';
  readonly keys: 'projected' | 'unprojected';
  /** What earlier positions get back through their keys, and through their values: nothing, or attn_wk and attn_wv alone. */
  readonly keyGradient: 'full' | 'detached' | 'weights-only';
  readonly valueGradient: 'full' | 'detached' | 'weights-only';
  /** Whether square matrices are applied as their transpose. */
  readonly squareMatrices: 'plain' | 'transposed';
  readonly activation: 'relu' | 'none' | 'leaky' | 'gelu-tanh' | 'gelu-erf' | 'silu';
  /** Whether what it gives is squared, as in the early revision (model.15). */
  readonly squared: boolean;
  /** Slope of the leaky ReLU, or the cubic's factor in GELU by tanh. */
  readonly activationConstant: number;
  /** What the gradient of a matrix is taken with, where it is not what the matrix is applied to. */
  readonly fc2Seen: 'active' | 'hidden';
  readonly fc1Seen: 'normed' | 'stream';
  readonly qkvSeen: 'normed' | 'stream';
  readonly woSeen: 'heads' | 'value';
  readonly headSeen: 'stream' | 'before-mlp';
  /** Whether the embeddings get a gradient. */
  readonly wteGradient: boolean;
  readonly wpeGradient: boolean;
  readonly reluGradient: 'right' | 'one' | 'by-gradient';
  readonly head: 'lm_head' | 'wte';
  /** Added to the denominator of every softmax. */
  readonly softmaxEps: number;
  /** A position's loss is -log(p + logEps) logFactor. */
  readonly logEps: number;
  readonly logFactor: number;
  readonly target: 'next' | 'itself' | 'second';
  /** How many targets at the end are left out. */
  readonly dropped: 0 | 1;
  /** What the sum of the position losses is divided by. */
  readonly divisor: 'n' | 'one' | 'block_size' | 'n+1' | 'n-1';
  /** What the sum of the position losses is divided by on the way back, where that is another. */
  readonly lossGradient: 'mean' | 'sum';
  /** The local gradient of -a: -1, a itself, or 1; and that of ln a: 1 / a, a, or 1. */
  readonly negGradient: 'right' | 'operand' | 'sign';
  readonly logGradient: 'inverse' | 'argument' | 'one';
}

const EPS_RMSNORM = 1e-5;
/** What microgpt.py computes with a configuration. */
export function rightModel({ activation }: Config): ModelChoices {
  return {
    position: 'own',
    embedding: 'plain',
    firstNorm: true,
    attentionNorm: true,
    mlpNorm: true,
    finalNorm: 'none',
    square: 'mean',
    normEps: EPS_RMSNORM,
    normEpsPlace: 'mean',
    normGradient: 'full',
    layers: 'run',
    attentionResidual: true,
    mlpResidual: true,
    residual: 'stream',
    residualGradient: true,
    attentionScale: 'head_dim^0.5',
    heads: 'together',
    headOutput: 'weighted',
    mask: 'causal',
    weightGradient: 'full',
    keys: 'projected',
    keyGradient: 'full',
    valueGradient: 'full',
    squareMatrices: 'plain',
    activation: 'relu',
    squared: activation === 'relu_squared',
    activationConstant: 0,
    fc2Seen: 'active',
    fc1Seen: 'normed',
    qkvSeen: 'normed',
    woSeen: 'heads',
    headSeen: 'stream',
    wteGradient: true,
    wpeGradient: true,
    reluGradient: 'right',
    head: 'lm_head',
    softmaxEps: 0,
    logEps: 0,
    logFactor: 1,
    target: 'next',
    dropped: 0,
    divisor: 'n',
    lossGradient: 'mean',
    negGradient: 'right',
    logGradient: 'inverse',
  };
}
