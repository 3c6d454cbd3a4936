import { configure, type Matrix, type StateDict } from '../../src/port/config.ts';
import type { ModelCase } from './arbitraries.ts';
import { times } from './lists.ts';
import { headsOf, onColumns, rescaled, zeros } from './transforms.ts';

/** How many copies of the embedding, times as many dimensions in a head, and times as many heads. */
const [COPIES, DIMENSIONS, HEADS] = [8, 4, 2];

/**
 * The same model in a wider one, with MLPs silent: 8 copies of each embedding, which RMSNorm leaves copies; each head's
 * rows with three times as many rows of zeros behind them, queries twice as large; as many heads of zeros besides.
 *
 * @param parameters - of the narrow model; its mlp_fc2 must be 0
 */
export function widened(model: ModelCase, parameters: StateDict): { wide: ModelCase; after: StateDict } {
  const { n_head, n_embd, n_layer } = model.config;
  const wide = { ...model, config: configure({ ...model.config, n_head: HEADS * n_head, n_embd: COPIES * n_embd }) };
  const spaced = (rows: Matrix) => {
    const heads = headsOf(model.config, rows).flatMap((block) => [
      ...block,
      ...times(DIMENSIONS - 1, zeros(block)).flat(),
    ]);
    return [...heads, ...times(HEADS - 1, zeros(heads)).flat()];
  };
  const layer = (li: number): [string, Matrix][] => {
    const of = (matrix: string) => parameters[`layer${li}.${matrix}`];
    return [
      [`layer${li}.attn_wq`, rescaled(padded(spaced(of('attn_wq'))), () => Math.sqrt(DIMENSIONS))],
      [`layer${li}.attn_wk`, padded(spaced(of('attn_wk')))],
      [`layer${li}.attn_wv`, padded(spaced(of('attn_wv')))],
      [`layer${li}.attn_wo`, repeated(onColumns(of('attn_wo'), spaced))],
      [`layer${li}.mlp_fc1`, padded(repeated(of('mlp_fc1')))],
      [`layer${li}.mlp_fc2`, onColumns(repeated(of('mlp_fc2')), repeated)],
    ];
  };
  const layers = Array.from({ length: n_layer }, (_, li) => layer(li)).flat();
  const wte = onColumns(parameters.wte, repeated);
  const wpe = onColumns(parameters.wpe, repeated);
  return { wide, after: { wte, wpe, lm_head: padded(parameters.lm_head), ...Object.fromEntries(layers) } };
}

function repeated(rows: Matrix): Matrix {
  return times(COPIES, rows).flat();
}

/** Zeros behind each row, for the other copies. */
function padded(rows: Matrix): Matrix {
  return onColumns(rows, (columns) => [...columns, ...times(COPIES - 1, zeros(columns)).flat()]);
}
