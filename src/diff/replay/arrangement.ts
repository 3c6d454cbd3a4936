import type { Matrix, MatrixShape, StateDict } from '../../reference/parameters.ts';
import { byRows } from './formats/dumpedArray.ts';

/** A matrix where it stands in a dump. */
export interface Place {
  readonly shape: MatrixShape;
  /** Whether it is stored column by column, that is, as [nin, nout] row by row. */
  readonly transposed: boolean;
}

/** How the numbers of a dump make a state_dict. */
export interface Arrangement {
  /** Every matrix once, in the order of the dump. */
  readonly places: readonly Place[];
  /** Whether BOS has row 0 of wte and lm_head, and each character the row behind its own. */
  readonly bosFirst: boolean;
}

/**
 * The parameters that a dump has in one arrangement.
 *
 * @param values - all numbers of the dump [num_params]
 * @param wanted - the matrices in the order of state_dict, in which they are given
 */
export function stateDictOf(values: Float64Array, arrangement: Arrangement, wanted: readonly MatrixShape[]): StateDict {
  const matrices: Record<string, Matrix> = {};
  let start = 0;
  for (const place of arrangement.places) {
    const { name, nout, nin } = place.shape;
    const block = blockOf(values, start, place, arrangement.bosFirst);
    matrices[name] = Array.from({ length: nout }, (_, row) => [...block.subarray(row * nin, (row + 1) * nin)]);
    start += nout * nin;
  }
  return Object.fromEntries(wanted.map(({ name }) => [name, matrices[name]]));
}

/**
 * The numbers of one matrix in microgpt.py's order: [nout, nin] row by row, BOS last.
 *
 * @param values - all numbers of the dump [num_params]
 * @param start - where the matrix begins
 */
export function blockOf(
  values: Float64Array,
  start: number,
  { shape, transposed }: Place,
  bosFirst: boolean,
): Float64Array {
  const { name, nout, nin } = shape;
  const stored = values.subarray(start, start + nout * nin);
  const block = transposed ? byRows(stored, nout, nin) : stored;
  if (!bosFirst || !hasRowOfBOS(name)) return block;
  const rotated = new Float64Array(block.length);
  rotated.set(block.subarray(nin));
  rotated.set(block.subarray(0, nin), block.length - nin);
  return rotated;
}

/** Whether a matrix has a row for each token, BOS's being the last (parameters.2, tokenizer.2). */
export function hasRowOfBOS(name: string): boolean {
  return name === 'wte' || name === 'lm_head';
}
