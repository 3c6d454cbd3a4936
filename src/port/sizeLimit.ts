import type { Config } from './config.ts';

/** Most parameters that are computed with here: 8 layers of n_embd 128 have 1.6 million. */
const MOST_PARAMETERS = 2 ** 21;
/** Of names.txt, with BOS. */
const USUAL_VOCABULARY = 27;
/** Parameters of a layer over n_embd^2: one for each of the four of attention, four for each of the two of the MLP (parameters.2). */
const SQUARES_PER_LAYER = 12;

/**
 * What is wrong with a configuration that may be, and is too large to be computed with: said before anything is made of it,
 * for a width of 1e9 takes all memory.
 *
 * @param vocab_size - number of tokens
 * @returns what, and how large it may be; null where nothing is
 */
export function sizeFault({ n_layer, n_embd, block_size }: Config, vocab_size = USUAL_VOCABULARY): string | null {
  const count = n_embd * (2 * vocab_size + block_size) + SQUARES_PER_LAYER * n_layer * n_embd ** 2;
  if (count <= MOST_PARAMETERS) return null;
  const sizes = `n_layer ${n_layer}, n_embd ${n_embd}, block_size ${block_size}, vocab_size ${vocab_size}`;
  return `${sizes} make ${count.toPrecision(2)} parameters, and at most ${MOST_PARAMETERS} are computed with here`;
}
