import type { Dtype } from '../port/precision.ts';
import type { Config } from '../reference/config.ts';
import { type StateDict, shapes } from '../reference/parameters.ts';
import { type Numbers, type Rows, rowsOf, zeros } from './numbers.ts';

/** The MLP's inner width as a multiple of n_embd (parameters.2). */
export const MLP_FACTOR = 4;

/** The matrices of a layer. */
export interface LayerParameters {
  /** attn_wq, attn_wk and attn_wv, which stand one behind the other (parameters.1) [3 n_embd, n_embd]. */
  readonly attn_wqkv: Rows;
  readonly attn_wo: Rows;
  readonly mlp_fc1: Rows;
  readonly mlp_fc2: Rows;
}

/** The parameters, or their gradient: one vector in the order of state_dict (parameters.5), and its matrices in place. */
export interface Parameters {
  readonly all: Numbers;
  readonly wte: Rows;
  readonly wpe: Rows;
  readonly lm_head: Rows;
  readonly layers: readonly LayerParameters[];
}

/** Zeros in the shape of the parameters (parameters.2). */
export function zeroParameters(dtype: Dtype, config: Config, vocab_size: number): Parameters {
  const list = shapes(config, vocab_size);
  const all = zeros(
    dtype,
    list.reduce((sum, { nout, nin }) => sum + nout * nin, 0),
  );
  const offsets = new Map<string, number>();
  let offset = 0;
  for (const { name, nout, nin } of list) {
    offsets.set(name, offset);
    offset += nout * nin;
  }
  const { n_embd, block_size, n_layer } = config;
  const at = (name: string, nout: number, nin: number) => rowsOf(all, offsets.get(name) ?? NaN, nout, nin);
  const layers = Array.from({ length: n_layer }, (_, li) => ({
    attn_wqkv: at(`layer${li}.attn_wq`, 3 * n_embd, n_embd),
    attn_wo: at(`layer${li}.attn_wo`, n_embd, n_embd),
    mlp_fc1: at(`layer${li}.mlp_fc1`, MLP_FACTOR * n_embd, n_embd),
    mlp_fc2: at(`layer${li}.mlp_fc2`, n_embd, MLP_FACTOR * n_embd),
  }));
  const wte = at('wte', vocab_size, n_embd);
  return { all, wte, wpe: at('wpe', block_size, n_embd), lm_head: at('lm_head', vocab_size, n_embd), layers };
}

/**
 * The numbers of a state_dict, matrix by matrix and row by row (parameters.5).
 *
 * @param config - the sizes that it must have
 * @returns [num_params]
 * @throws RangeError where a matrix is missing, surplus or of another shape (parameters.6)
 */
export function flattened(config: Config, state_dict: StateDict): number[] {
  const wanted = shapes(config, state_dict.lm_head?.length ?? 0);
  const surplus = Object.keys(state_dict).find((name) => !wanted.some((shape) => shape.name === name));
  if (surplus !== undefined) throw new RangeError(`state_dict: ${surplus} is no matrix of this config (parameters.6)`);
  return wanted.flatMap(({ name, nout, nin }) => {
    const rows = state_dict[name];
    if (rows?.length !== nout || rows.some((row) => row.length !== nin)) {
      throw new RangeError(`state_dict: ${name} must be a matrix [${nout}, ${nin}] of this config (parameters.6)`);
    }
    return rows.flat();
  });
}
