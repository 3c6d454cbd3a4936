import type { Matrix, StateDict } from '../../src/port/config.ts';
import { type ModelCase, uniforms, withMatrix } from './arbitraries.ts';
import { columns } from './lists.ts';

/** The matrices of a layer. */
export type LayerMatrix = 'attn_wq' | 'attn_wk' | 'attn_wv' | 'attn_wo' | 'mlp_fc1' | 'mlp_fc2';

/** A copy of state_dict in which a matrix of every layer is changed. */
export function inEachLayer(
  { config }: ModelCase,
  state_dict: StateDict,
  matrix: LayerMatrix,
  change: (rows: Matrix) => Matrix,
): StateDict {
  const names = Array.from({ length: config.n_layer }, (_, li) => `layer${li}.${matrix}`);
  return { ...state_dict, ...Object.fromEntries(names.map((name) => [name, change(state_dict[name])])) };
}

/** A factor on attn_wq that makes scores of thousands, whose power of e is infinite. */
const SHARP = 2 ** 14;

/** A copy in which attention is to the largest score, mostly alone. */
export function sharpened(model: ModelCase, state_dict: StateDict, factor = SHARP): StateDict {
  return inEachLayer(model, state_dict, 'attn_wq', (rows) => rows.map((row) => row.map((x) => factor * x)));
}

/** A copy in which matrices of every layer are 0. */
export function silenced(model: ModelCase, state_dict: StateDict, ...matrices: readonly LayerMatrix[]): StateDict {
  return matrices.reduce((changed, matrix) => inEachLayer(model, changed, matrix, zeros), state_dict);
}

/** A copy in which some matrices are 0. */
export function cleared(state_dict: StateDict, names: readonly string[]): StateDict {
  return { ...state_dict, ...Object.fromEntries(names.map((name) => [name, zeros(state_dict[name])])) };
}

/** A copy in which every layer but the first adds nothing to the residual stream. */
function firstLayerOnly({ config }: ModelCase, state_dict: StateDict): StateDict {
  const later = Array.from({ length: config.n_layer }, (_, li) => li).slice(1);
  return cleared(
    state_dict,
    later.flatMap((li) => [`layer${li}.attn_wo`, `layer${li}.mlp_fc2`]),
  );
}

/** A copy in which both embeddings are multiplied by a power of two. */
export function embedded(state_dict: StateDict, scale: number): StateDict {
  return withMatrix(
    withMatrix(state_dict, 'wte', (x) => x * scale),
    'wpe',
    (x) => x * scale,
  );
}

/** Magnitude of each element of an embedding of `ofOneLength`: near the root of epsilon. */
export const LENGTH = 2 ** -8;

/** Token embeddings whose elements are all +-2^-8, at every position, in a model of one layer. */
export function ofOneLength(model: ModelCase, parameters: StateDict): StateDict {
  const signs = withMatrix(parameters, 'wte', (x) => (x < 0 ? -LENGTH : LENGTH));
  return firstLayerOnly(
    model,
    withMatrix(signs, 'wpe', () => 0),
  );
}

/** The prefixes of the layers' names. */
export function layers({ config }: ModelCase): string[] {
  return Array.from({ length: config.n_layer }, (_, li) => `layer${li}.`);
}

/** Changes the rows of each head: those of wq, wk or wv that make its part of the vector. */
export function inEachHead({ config }: ModelCase, rows: Matrix, change: (block: Matrix) => Matrix): Matrix {
  return headsOf(config, rows).flatMap(change);
}

/** Cuts n_embd rows into one block a head. */
export function headsOf({ n_embd, n_head }: ModelCase['config'], rows: Matrix): Matrix[] {
  const head_dim = n_embd / n_head;
  return Array.from({ length: n_head }, (_, h) => rows.slice(h * head_dim, (h + 1) * head_dim));
}

/** Ones on the diagonal, in the shape of a matrix. */
export function identity(rows: Matrix): Matrix {
  return rows.map((row, i) => row.map((_, j) => Number(i === j)));
}

/** Adds a multiple of row j to row i. */
function sheared(rows: Matrix, i: number, j: number, factor: number): Matrix {
  return rows.map((row, r) => (r === i ? row.map((x, c) => x + factor * rows[j][c]) : row));
}

/** Multiplies each row by its factor. */
export function rescaled(rows: Matrix, factor: (row: number) => number): Matrix {
  return rows.map((row, r) => row.map((x) => x * factor(r)));
}

/** A shear of the first two rows, and another the other way round: an invertible map that is no rotation or scaling. */
export function map(c: number, e: number): (rows: Matrix) => Matrix {
  return (rows) => sheared(sheared(rows, 0, 1, c), 1, 0, e);
}

/** The inverse of the transpose of `map`. */
export function inverseTranspose(c: number, e: number): (rows: Matrix) => Matrix {
  return (rows) => sheared(sheared(rows, 1, 0, -c), 0, 1, -e);
}

/** A power of two between 2^-8 and 2^8 for each row, and its inverse. */
export function powersOfTwo(seed: number): { up: (row: number) => number; down: (row: number) => number } {
  const exponent = (row: number) => Math.round(16 * uniforms(seed + row)() - 8);
  return { up: (row) => 2 ** exponent(row), down: (row) => 2 ** -exponent(row) };
}

/** Does to the columns of a matrix what `change` does to rows. */
export function onColumns(rows: Matrix, change: (rows: Matrix) => Matrix): Matrix {
  return columns(change(columns(rows)));
}

/** The numbers 0 to n - 1 in a random order. */
export function permutation(n: number, seed: number): number[] {
  const uniform = uniforms(seed);
  const keys = Array.from({ length: n }, () => uniform());
  return keys.map((_, i) => i).sort((a, b) => keys[a] - keys[b]);
}

/** All 0, in the shape of a matrix. */
export function zeros(rows: Matrix): Matrix {
  return rows.map((row) => row.map(() => 0));
}
