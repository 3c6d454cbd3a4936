import { CANONICAL, type Config } from './config.ts';
import type { OpName } from './port.ts';

/** Constants that ports often have compiled in, by the operations that depend on them. */
const SIZES = ['n_layer', 'n_embd', 'block_size', 'n_head', 'activation'] as const;
const RATES = ['learning_rate', 'beta1', 'beta2', 'eps_adam', 'decay', 'num_steps'] as const;

/** The constants of each operation that takes a configuration. */
export const CONSTANTS_OF: Readonly<Partial<Record<OpName, readonly (keyof Config)[]>>> = {
  parameters: [...SIZES.slice(0, 4), 'std', 'std_residual'],
  forward: SIZES,
  backward: SIZES,
  trace: SIZES,
  adam: RATES,
  train: [...SIZES, ...RATES],
  sample: [...SIZES, 'temperature'],
};

/**
 * How hello declares that constants are microgpt.py's own: `config=n_layer:1,n_embd:16,block_size:16,n_head:4`.
 *
 * @param ops - the operations that are built for them
 */
export function compiledInText(ops: readonly OpName[]): string {
  const names = new Set(ops.flatMap((op) => CONSTANTS_OF[op] ?? []));
  return `config=${[...names].map((name) => `${name}:${CANONICAL[name]}`).join(',')}`;
}
