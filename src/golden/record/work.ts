import type { Config } from '../../reference/config.ts';
import { shapes } from '../../reference/parameters.ts';

/** Rows of `wte` and `wpe` are looked up, and multiply nothing. */
const LOOKED_UP = ['wte', 'wpe'];

/**
 * How many multiplications the forward pass over a document has: the measure of a step's time, the same on any machine.
 *
 * @param positions - how many of the document's tokens are followed by another
 */
export function products(config: Config, vocab_size: number, positions: number): number {
  const n = Math.min(config.block_size, positions);
  const matrices = shapes(config, vocab_size).filter(({ name }) => !LOOKED_UP.includes(name));
  const perPosition = matrices.reduce((sum, { nout, nin }) => sum + nout * nin, 0);
  const attended = n * (n + 1); // a query times the keys so far, and weights times the values: twice n (n + 1) / 2
  return n * perPosition + attended * config.n_embd * config.n_layer;
}
