import type { Config } from '../../reference/config.ts';

/** The linear maps of a layer: wq, wk, wv and wo, and mlp_fc1 and mlp_fc2 of 4 each (parameters.9). */
const MATRICES = 12;
/** Forward once, and backward twice: by the inputs and by the weights. Of attention's products the same is true. */
const PASSES = 3;

/** What decides how many operations a step has. */
export type Sizes = Pick<Config, 'n_layer' | 'n_embd'>;

/**
 * Multiply-adds of one training step, counted from the configuration: those of the linear maps and of attention. Adam, the
 * norms and the softmaxes have none that count.
 *
 * @param sizes - the configuration's
 * @param vocab_size - number of tokens, BOS included
 * @param n - number of positions of the document
 */
export function multiplyAdds({ n_layer, n_embd }: Sizes, vocab_size: number, n: number): number {
  const linear = n * (MATRICES * n_layer * n_embd ** 2 + vocab_size * n_embd);
  const attention = n_layer * n_embd * n * (n + 1); // scores and values: 2 n_embd at each of t + 1 positions
  return PASSES * (linear + attention);
}
