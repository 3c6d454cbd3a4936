import type { Network } from './network.ts';
import { type Numbers, type Rows, zeroRows, zeros } from './numbers.ts';
import { MLP_FACTOR, type Parameters, zeroParameters } from './parameters.ts';

/** The gradient of a document's loss by the parameters, and the room that it is computed in. */
export interface Gradient {
  readonly parameters: Parameters;
  /** By the residual stream, from behind the last layer to before the first [positions, n_embd]. */
  readonly dx: Rows;
  /** By a norm [positions, n_embd]. */
  readonly dnorm: Rows;
  /** By the units of an MLP [positions, 4 n_embd]. */
  readonly dhidden: Rows;
  /** By the heads' results [positions, n_embd], by one head's weights [positions], by query, key and value. */
  readonly dheads: Rows;
  readonly dweights: Numbers;
  readonly dqkv: Rows;
  /** By the logits [positions, vocab_size]. */
  readonly dlogits: Rows;
}

/** Room for the gradients of a network. */
export function createGradient({ dtype, config, vocab_size, positions }: Network): Gradient {
  const { n_embd } = config;
  const rows = (width: number) => zeroRows(dtype, positions, width);
  return {
    parameters: zeroParameters(dtype, config, vocab_size),
    dx: rows(n_embd),
    dnorm: rows(n_embd),
    dhidden: rows(MLP_FACTOR * n_embd),
    dheads: rows(n_embd),
    dweights: zeros(dtype, positions),
    dqkv: rows(3 * n_embd),
    dlogits: rows(vocab_size),
  };
}
