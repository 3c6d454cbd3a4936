import type { DumpedArray } from './formats/dumpedArray.ts';
import { sizeOf } from './formats/dumpedArray.ts';

/** A matrix of queries, keys and values in one. */
const FUSED = /\.attn_wqkv$/;
const PARTS = ['.attn_wq', '.attn_wk', '.attn_wv'] as const;

/**
 * Parts queries, keys and values that a port keeps in one matrix: [3 n_embd, n_embd] one below the other, [n_embd, 3 n_embd]
 * side by side (GPT-2's `c_attn`), or a list of the former.
 *
 * @param array - under microgpt.py's name for it
 * @returns three matrices, or the array itself where it is another
 * @throws RangeError where the shape is no such one
 */
export function partedMatrices(array: DumpedArray): DumpedArray[] {
  const { name, shape, values } = array;
  if (!FUSED.test(name)) return [array];
  const n = Math.sqrt(values.length / PARTS.length);
  const isWide = shape.length === 2 && shape[0] === n;
  const isTall = shape.length === 2 ? shape[1] === n : Number.isInteger(n);
  if (!Number.isInteger(n) || sizeOf(shape) === 0 || !(isWide || isTall)) {
    throw new RangeError(
      `params: ${name.replace(/.*\./, '')} of queries, keys and values in one is [${shape.join(', ')}]; it must be [3 n_embd, n_embd], or transposed: dump attn_wq, attn_wk and attn_wv apart (parameters.2)`,
    );
  }
  return PARTS.map((part, i) => ({
    name: name.replace(FUSED, part),
    shape: [n, n],
    values: isWide
      ? values.filter((_, at) => Math.floor((at % (PARTS.length * n)) / n) === i)
      : values.slice(i * n * n, (i + 1) * n * n),
  }));
}
