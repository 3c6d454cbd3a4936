import type { Config } from '../../port/config.ts';

/** Constants that a port may be built for, other than microgpt.py's: each changes what the others leave alone. */
export const OTHER_CONFIGURATIONS: Readonly<Record<string, Partial<Config>>> = {
  'no-layers': { n_layer: 0, n_embd: 12, n_head: 3, block_size: 10 },
  'three-layers': { n_layer: 3, n_embd: 8, n_head: 2, block_size: 6 },
  'one-head': { n_layer: 1, n_embd: 10, n_head: 1, block_size: 12 },
  'head-of-one': { n_layer: 2, n_embd: 6, n_head: 6, block_size: 9 },
  'width-of-two': { n_layer: 2, n_embd: 2, n_head: 1, block_size: 16 },
  'odd-width': { n_layer: 1, n_embd: 15, n_head: 3, block_size: 7 },
  'block-of-one': { n_layer: 1, n_embd: 8, n_head: 4, block_size: 1 },
  'long-block': { n_layer: 1, n_embd: 16, n_head: 4, block_size: 40 },
  'squared-cosine': { activation: 'relu_squared', decay: 'cosine', beta1: 0.9, beta2: 0.95 },
  'other-rates': { learning_rate: 0.003, beta1: 0.5, beta2: 0.8, eps_adam: 1e-6, temperature: 1.25, std: 0.2 },
};
