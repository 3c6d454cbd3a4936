import type { Config } from '../reference/config.ts';
import { type StateDict, shapes, vocabSize } from '../reference/parameters.ts';
import type { Matrix, Numbers, Space } from './memory.ts';

/** The MLP's inner width as a multiple of n_embd (parameters.2). */
export const MLP_FACTOR = 4;

/** The matrices of a layer. */
export interface LayerParameters {
  /** attn_wq, attn_wk and attn_wv, which stand one behind the other (parameters.1) [3 n_embd, n_embd]. */
  readonly attn_wqkv: Matrix;
  readonly attn_wo: Matrix;
  readonly mlp_fc1: Matrix;
  readonly mlp_fc2: Matrix;
}

/** The parameters, or their gradient: one vector in the order of state_dict (parameters.5), and its matrices in place. */
export interface Parameters {
  readonly all: Matrix;
  readonly wte: Matrix;
  readonly wpe: Matrix;
  readonly lm_head: Matrix;
  readonly layers: readonly LayerParameters[];
}

/** Room for the parameters, or for their gradient (parameters.2). */
export function placeParameters(space: Space, config: Config, vocab_size: number): Parameters {
  const list = shapes(config, vocab_size);
  const all = space.vector(list.reduce((sum, { nout, nin }) => sum + nout * nin, 0));
  const addresses = new Map<string, number>();
  let address = all.address;
  for (const { name, nout, nin } of list) {
    addresses.set(name, address);
    address += nout * nin * space.size;
  }
  const { n_embd, block_size, n_layer } = config;
  const at = (name: string, rows: number, columns: number): Matrix => {
    return { address: addresses.get(name) ?? NaN, stride: columns * space.size, rows, columns };
  };
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
 * Puts the numbers of a state_dict into memory, matrix by matrix and row by row (parameters.5).
 *
 * @param config - the sizes that it must have
 * @param to - gets them [num_params]
 * @throws RangeError where a matrix is missing, surplus or of another shape (parameters.6)
 */
export function putParameters(to: Numbers, config: Config, state_dict: StateDict): void {
  const wanted = shapes(config, vocabSize(state_dict));
  const surplus = Object.keys(state_dict).find((name) => !wanted.some((shape) => shape.name === name));
  if (surplus !== undefined) throw new RangeError(`state_dict: ${surplus} is no matrix of this config (parameters.6)`);
  let next = 0;
  for (const { name, nout, nin } of wanted) {
    const rows = state_dict[name];
    if (rows?.length !== nout || rows.some((row) => row.length !== nin)) {
      throw new RangeError(`state_dict: ${name} must be a matrix [${nout}, ${nin}] of this config (parameters.6)`);
    }
    for (const row of rows) {
      for (let j = 0; j < nin; j++) to[next++] = row[j];
    }
  }
}

/** The other way: the matrices by name, of the parameters or of their gradient. */
export function takeParameters(from: Numbers, config: Config, vocab_size: number): StateDict {
  let next = 0;
  const matrix = (nout: number, nin: number) => {
    return Array.from({ length: nout }, () => Array.from({ length: nin }, () => from[next++]));
  };
  return Object.fromEntries(shapes(config, vocab_size).map(({ name, nout, nin }) => [name, matrix(nout, nin)]));
}
