import type { Config } from '../reference/config.ts';
import type { Matrix, Space } from './memory.ts';
import { MLP_FACTOR, type Parameters, placeParameters } from './parameters.ts';

/** The gradient of a document's loss by the parameters, and the room that it is computed in. */
export interface Gradient {
  readonly parameters: Parameters;
  /** By the residual stream, from behind the last layer to before the first [positions, n_embd]. */
  readonly dx: Matrix;
  /** By a norm [positions, n_embd]. */
  readonly dnorm: Matrix;
  /** By the units of an MLP [positions, 4 n_embd]. */
  readonly dhidden: Matrix;
  /** By the heads' results [positions, n_embd], by one head's weights [positions], by query, key and value. */
  readonly dheads: Matrix;
  readonly dweights: Matrix;
  readonly dqkv: Matrix;
  /** By the logits [positions, vocab_size]. */
  readonly dlogits: Matrix;
}

/** Room for the gradients of a network. */
export function placeGradient(space: Space, config: Config, vocab_size: number, positions: number): Gradient {
  const { n_embd } = config;
  const rows = (width: number) => space.matrix(positions, width);
  return {
    parameters: placeParameters(space, config, vocab_size),
    dx: rows(n_embd),
    dnorm: rows(n_embd),
    dhidden: rows(MLP_FACTOR * n_embd),
    dheads: rows(n_embd),
    dweights: space.vector(positions),
    dqkv: rows(3 * n_embd),
    dlogits: rows(vocab_size),
  };
}
