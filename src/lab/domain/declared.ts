import type { OpName } from '../../port/port.ts';

/** What a run must come to in a dimension. */
export interface Due {
  /** A number as small, or smaller. */
  readonly least?: number;
  /** A number as large, or larger. */
  readonly most?: number;
  /** Each of these kinds. */
  readonly kinds?: readonly string[];
  /** A number as large, or larger, where inputs are largest (`run --sizes 64`, which `run --soak` comes to). */
  readonly soak?: number;
  /** What ports meet in the wild, and a run does not ask for. */
  readonly wild?: string;
}

const LANES = ['1', 'odd', 'even', 'a multiple of 4', 'a multiple of 8'];
const ACTIVATIONS = ['relu', 'relu_squared'];
const DECAYS = ['linear', 'cosine'];
const EITHER = ["microgpt.py's", 'another'];
const RESIDUALS = ['as std', '0', 'another'];

const MODEL: Readonly<Record<string, Due>> = {
  n_layer: { least: 0, most: 10 },
  n_head: { most: 6 },
  head_dim: { most: 6 },
  n_embd: { most: 24, soak: 384, wild: '384' },
  'n_embd, by lanes': { kinds: LANES },
  'head_dim, by lanes': { kinds: LANES.slice(0, 4) },
  block_size: { most: 40, soak: 256, wild: '256' },
  vocab_size: { most: 257 },
  'vocab_size, by lanes': { kinds: LANES.slice(1) },
  activation: { kinds: ACTIVATIONS },
};
const RATES: Readonly<Record<string, Due>> = {
  decay: { kinds: DECAYS },
  learning_rate: { kinds: ['0', ...EITHER] },
  beta1: { kinds: EITHER },
  beta2: { kinds: EITHER },
  eps_adam: { kinds: EITHER },
};

/**
 * The declared domain: what a run of the suite asks for, by operation and dimension, from what was seen in public ports. What
 * stands under `wild` is beyond what a run of some seconds can ask for; under `soak` stands how far `run --soak` comes.
 */
export const DECLARED: Readonly<Partial<Record<OpName, Readonly<Record<string, Due>>>>> = {
  random: {
    words: { most: 2 ** 17 },
    'n of shuffle': { most: 40_000, soak: 1_000_000, wild: '1,000,000' },
    'weights of choices': { most: 65 },
    'kind of draw': { kinds: ['random', 'getrandbits', 'gauss', 'shuffle', 'choices'] },
  },
  documents: {
    lines: { most: 40_000, soak: 1_000_000, wild: '1,000,000' },
    bytes: { most: 2 ** 16 },
    'characters of a line': { most: 2 ** 16 },
  },
  tokenizer: { vocab_size: { most: 257 }, 'characters of a document': { most: 256 } },
  encode: {
    characters: { most: 257 },
    'characters of the vocabulary': { most: 257 },
    'kind of character': { kinds: ['ASCII', 'beyond ASCII', 'astral'] },
  },
  decode: { tokens: { most: 257 }, 'characters of the vocabulary': { most: 257 } },
  sin: { angle: { least: 0.1, most: 6.2 } },
  cos: { angle: { least: 0.1, most: 6.2 } },
  exp: { argument: { least: -600, most: 600 } },
  autograd: { nodes: { most: 70_000 }, 'uses of a node': { most: 500 }, depth: { most: 10_000 } },
  parameters: {
    ...MODEL,
    'vocab_size, by lanes': { kinds: LANES.slice(1, 4) },
    n_head: { most: 4 },
    head_dim: { most: 4 },
    block_size: { most: 16, soak: 256, wild: '256' },
    vocab_size: { most: 27 },
    n_embd: { most: 16, soak: 384, wild: '384' },
    std_residual: { kinds: RESIDUALS },
  },
  linear: { nin: { most: 65 }, 'nin, by lanes': { kinds: LANES } },
  softmax: { logits: { most: 257 }, 'logits, by lanes': { kinds: LANES }, 'largest logit': { most: 1000 } },
  rmsnorm: { elements: { most: 65 }, 'elements, by lanes': { kinds: LANES } },
  forward: {
    ...MODEL,
    positions: { most: 17 },
    'document beside the block': { kinds: ['shorter', 'as long', 'longer'] },
    'spread in a softmax': { most: 1000 },
    'logit in a softmax': { most: 1000 },
  },
  backward: {
    ...MODEL,
    positions: { most: 17 },
    'document beside the block': { kinds: ['shorter', 'as long', 'longer'] },
    'spread in a softmax': { most: 1000 },
    'logit in a softmax': { most: 1000 },
  },
  trace: {
    ...MODEL,
    n_embd: { most: 24, soak: 128, wild: '384' },
    'vocab_size, by lanes': { kinds: LANES.slice(1, 4) },
    positions: { most: 17 },
    'document beside the block': { kinds: ['shorter', 'as long', 'longer'] },
  },
  average_loss: { losses: { most: 65 }, 'largest loss': { most: 700 } },
  cross_entropy: { logits: { most: 65 }, spread: { most: 500 } },
  adam: {
    step: { least: 0, most: 40_000, soak: 100_000, wild: '100,000' },
    ...RATES,
    parameters: { most: 4192, soak: 100_000, wild: '10,000,000' },
  },
  train: {
    ...MODEL,
    n_embd: { most: 24, soak: 128, wild: '384' },
    ...RATES,
    positions: { most: 17 },
    documents: { most: 1000 },
    steps: { most: 1000, soak: 100_000, wild: '100,000' },
    epochs: { most: 3 },
  },
  sampling: { logits: { most: 65 }, temperature: { least: 0.01, most: 4 } },
  sample: {
    ...MODEL,
    positions: { most: 33 },
    temperature: { least: 0.01, most: 2 },
    'spread in a softmax': { most: 1000 },
  },
  microgpt: {
    lines: { most: 40_000, soak: 100_000, wild: '1,000,000' },
    bytes: { most: 2 ** 16 },
    documents: { most: 40_000, soak: 100_000 },
    'words of the stream': { most: 50_000 },
    epochs: { most: 2 },
    samples: { most: 30 },
    temperature: { least: 0.25, most: 2 },
    activation: { kinds: ACTIVATIONS },
    std_residual: { kinds: RESIDUALS },
    ...RATES,
  },
};
