import type { DeviantStart } from '../../deviations/deviantRun.ts';
import { type Config, configure } from '../../reference/config.ts';
import { initialParameters } from '../../reference/parameters.ts';
import { Random } from '../../reference/random.ts';
import { tokenizer } from '../../reference/tokenizer.ts';

/** A start of its own: documents are taken in turn, and the parameters are drawn as the program draws them (training.12). */
export function startOf(overrides: Partial<Config>, documents: readonly string[]): DeviantStart {
  const config = configure(overrides);
  const made = tokenizer(documents);
  const random = new Random(config.seed);
  random.shuffle([...documents]);
  const state_dict = initialParameters(config, made.vocab_size, random);
  return { config, num_docs: documents.length, tokenizer: made, documents, state_dict };
}

/**
 * Small enough to print, and every mistake shows: two layers of two heads, a document with a token twice, one that is longer
 * than the block, and parameters so large that attention is not nearly uniform.
 */
export const TWO_LAYERS = startOf(
  { n_layer: 2, n_embd: 8, n_head: 2, block_size: 7, std: 0.5, num_steps: 8, seed: 3 },
  ['nana', 'bananana', 'bob'],
);

/** The same in the early revision. */
export const SQUARED: DeviantStart = {
  ...TWO_LAYERS,
  config: configure({ activation: 'relu_squared', decay: 'cosine' }, TWO_LAYERS.config),
};

/** The sizes of microgpt.py. */
export const CANONICAL_SIZES = startOf({ seed: 3 }, ['anna', 'bob', 'eve']);
