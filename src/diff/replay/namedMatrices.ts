import type { MatrixShape } from '../../reference/parameters.ts';
import { sizeOf } from './formats/dumpedArray.ts';
import type { DumpedMatrix } from './paramsDump.ts';

/**
 * Checks that a dump has exactly the matrices of a configuration, in their shapes, transposed, or as plain lists.
 *
 * @param dumped - the matrices by name
 * @param wanted - names and shapes of the configuration
 * @throws RangeError where one is missing, surplus or of another size
 */
export function checkNames(dumped: ReadonlyMap<string, DumpedMatrix>, wanted: readonly MatrixShape[]): void {
  const missing = wanted.filter(({ name }) => !dumped.has(name)).map(({ name }) => name);
  if (missing.length > 0) {
    throw new RangeError(`params: ${missing.join(', ')} missing; dump every matrix of state_dict (parameters.1)`);
  }
  const surplus = [...dumped.keys()].filter((name) => !wanted.some((shape) => shape.name === name));
  if (surplus.length > 0) {
    throw new RangeError(`params: ${surplus.join(', ')} surplus; give the port's --n_layer (parameters.1)`);
  }
  for (const { name, nout, nin } of wanted) {
    const { shape } = matrixOf(dumped, name);
    const fits = shape.length === 2 ? isEither(shape, nout, nin) : sizeOf(shape) === nout * nin;
    if (!fits) {
      throw new RangeError(
        `params: ${name} is [${shape.join(', ')}] in the dump; it must be [${nout}, ${nin}], or transposed: give the port's own sizes (parameters.2)`,
      );
    }
  }
}

function isEither([rows, columns]: readonly number[], nout: number, nin: number): boolean {
  return (rows === nout && columns === nin) || (rows === nin && columns === nout);
}

/** The matrix of that name; `checkNames` has seen to it that there is one. */
export function matrixOf(dumped: ReadonlyMap<string, DumpedMatrix>, name: string): DumpedMatrix {
  return dumped.get(name) ?? { shape: [0], values: new Float64Array() };
}
