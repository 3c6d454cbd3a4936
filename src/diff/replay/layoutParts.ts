import type { MatrixShape } from '../../reference/parameters.ts';

/** A part of a layout, with a name. */
interface Part<T> {
  readonly id: string;
  readonly title: string;
  readonly of: T;
}

/** The order in which the matrices stand. */
export type Order = Part<(standard: readonly MatrixShape[]) => readonly MatrixShape[]>;
/** Which matrices are stored column by column. */
export type Storage = Part<(name: string) => boolean>;

/** Identifier of the order of state_dict, row by row. */
export const STANDARD = 'standard';
/** What a layout's identifier ends with where BOS has the first row of wte and lm_head. */
export const BOS_FIRST = 'bos-first';
/** wte, wpe and lm_head. */
const OUTSIDE_LAYERS = 3;

/** Orders of the matrices that ports have, the standard one first. */
export const ORDERS: readonly Order[] = [
  { id: STANDARD, title: 'in the order of state_dict', of: (all) => all },
  { id: 'alphabetical', title: 'in alphabetical order of the names', of: (all) => all.toSorted(byName) },
  {
    id: 'layers-first',
    title: 'with the layers before wte, wpe and lm_head',
    of: (all) => [...all.slice(OUTSIDE_LAYERS), ...all.slice(0, OUTSIDE_LAYERS)],
  },
  {
    id: 'lm-head-last',
    title: 'with lm_head behind the layers',
    of: ([wte, wpe, lm_head, ...layers]) => [wte, wpe, ...layers, lm_head],
  },
];

/** Which matrices are stored column by column, [nin, nout]; none first. */
export const STORAGES: readonly Storage[] = [
  { id: STANDARD, title: 'row by row', of: () => false },
  { id: 'transposed', title: 'every matrix column by column', of: () => true },
  {
    id: 'transposed-linear',
    title: 'all but wte and wpe column by column',
    of: (name) => name !== 'wte' && name !== 'wpe',
  },
  { id: 'transposed-layers', title: 'the matrices of the layers column by column', of: (name) => name.includes('.') },
  { id: 'transposed-square', title: 'the attention matrices column by column', of: (name) => name.includes('.attn_') },
];

/** Names are ASCII. */
function byName(a: MatrixShape, b: MatrixShape): number {
  return a.name < b.name ? -1 : 1;
}
