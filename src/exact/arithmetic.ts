import { patchedReference } from '../deviations/compiledReference.ts';
import { EVERYTHING } from '../deviations/float32.ts';
import type { Edit } from '../deviations/patched.ts';
import { fma } from '../libm/fma.ts';
import { REFERENCE, type Reference } from '../port/modules.ts';
import type { Dtype } from '../port/precision.ts';

export type { Libm } from '../reference/python.ts';

/** The arithmetic of a port, in which each operation is rounded once. */
export interface Arithmetic {
  readonly dtype: Dtype;
  /** The nearest number of the type. A sum, product, quotient or root of two of them that was computed in double is rounded rightly so. */
  readonly round: (x: number) => number;
  /** a b + c, rounded once. */
  readonly fma: (a: number, b: number, c: number) => number;
  /** The smallest positive normal number. */
  readonly leastNormal: number;
}

export const ARITHMETIC: Readonly<Record<Dtype, Arithmetic>> = {
  f64: { dtype: 'f64', round: (x) => x, fma, leastNormal: 2 ** -1022 },
  f32: { dtype: 'f32', round: Math.fround, fma: (a, b, c) => Math.fround(fma(a, b, c)), leastNormal: 2 ** -126 },
};

/**
 * The reference in a port's arithmetic: as it is, or with each operation rounded to float32, constants too.
 *
 * @param edits - changes of it beside these
 */
export async function referenceIn(dtype: Dtype, edits: readonly Edit[] = []): Promise<Reference> {
  if (dtype === 'f64') return edits.length === 0 ? REFERENCE : patchedReference(edits);
  return patchedReference([...EVERYTHING, ...edits]);
}
