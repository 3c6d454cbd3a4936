import type { Matrix, StateDict } from '../../reference/parameters.ts';
import { byRows, type DumpedArray, sizeOf } from '../replay/formats/dumpedArray.ts';
import { partedMatrices } from '../replay/fusedMatrices.ts';
import { parametersOf } from './listSizes.ts';
import type { Dict } from './readNames.ts';
import { type DumpedDicts, IN_MLP, MLP_FACTOR, SQUARE, type StepSizes } from './readSizes.ts';

/** microgpt.py's matrices, in the order of state_dict within a layer (parameters.1). */
const OUTSIDE = ['wte', 'wpe', 'lm_head'];
const IN_LAYER = ['attn_wq', 'attn_wk', 'attn_wv', 'attn_wo', 'mlp_fc1', 'mlp_fc2'];
const LAYER = /^layer(\d+)\.(.*)$/;

/** All matrices of a model, in the order of state_dict. */
export function matrixNames(n_layer: number): string[] {
  return [...OUTSIDE, ...Array.from({ length: n_layer }, (_, i) => IN_LAYER.map((name) => `layer${i}.${name}`)).flat()];
}

/** Matrices of a dump as [nout, nin], and which of them did not come so. */
export interface FittedDicts {
  readonly dicts: Readonly<Partial<Record<Dict, StateDict>>>;
  /** Names of those that came as [nin, nout]. */
  readonly turned: readonly string[];
}

/**
 * The matrices of a dump in their shapes (parameters.2), in the order of state_dict. Those that came as [nin, nout] are turned; a
 * square one does not show how it is stored, and stays as it is.
 *
 * @param n_embd - null where it is not known: then every matrix needs two sizes, and stays as it is
 * @throws RangeError where a matrix has another shape, or another in one state_dict than in the next
 */
export function fittedDicts(dumped: DumpedDicts, n_embd: number | null): FittedDicts {
  const turned = new Set<string>();
  const rows = new Map<string, readonly [rows: number, where: string]>();
  const dicts: Partial<Record<Dict, StateDict>> = {};
  for (const [dict, arrays] of dumped) {
    const parted = [...arrays].flatMap(([name, array]) => partsOf({ ...array, name }, turned));
    const matrices = parted
      .toSorted((a, b) => placeOf(a.name) - placeOf(b.name))
      .map((array): [string, Matrix] => {
        const where = `${dict}.${array.name}`;
        const { matrix, isTurned } = fitted(array, n_embd, where);
        if (isTurned) turned.add(array.name);
        const kind = array.name === 'lm_head' ? 'wte' : array.name; // both have vocab_size rows
        const [due, first] = rows.get(kind) ?? [matrix.length, where];
        if (matrix.length !== due) {
          throw new RangeError(
            `step: ${where} is [${matrix.length}, ${matrix[0]?.length}], and ${first} has ${due} rows; write both of one model (parameters.2)`,
          );
        }
        rows.set(kind, [due, first]);
        return [array.name, matrix];
      });
    dicts[dict] = Object.fromEntries(matrices);
  }
  return { dicts, turned: [...turned] };
}

/** Queries, keys and values in one [n_embd, 3 n_embd] are [nin, nout], and are turned. */
function partsOf(array: DumpedArray, turned: Set<string>): DumpedArray[] {
  const parts = partedMatrices(array);
  if (parts.length === 1 || array.shape.length !== 2 || array.shape[0] >= array.shape[1]) return parts;
  for (const { name } of parts) turned.add(name);
  return parts.map((part) => ({ ...part, values: byRows(part.values, part.shape[0], part.shape[1]) }));
}

/** Where a matrix stands in state_dict. */
function placeOf(name: string): number {
  const [, layer, inLayer] = LAYER.exec(name) ?? [];
  if (layer === undefined) return OUTSIDE.indexOf(name);
  return OUTSIDE.length + Number(layer) * IN_LAYER.length + IN_LAYER.indexOf(inLayer);
}

function fitted(array: DumpedArray, n_embd: number | null, where: string): { matrix: Matrix; isTurned: boolean } {
  const { name, values } = array;
  const shape = withoutOnes(array.shape, n_embd);
  if (n_embd === null) {
    if (shape.length === 2) return { matrix: matrixOf(values, shape[0], shape[1]), isTurned: false };
    throw new RangeError(
      `step: ${where} is a list of ${values.length} numbers, and nothing tells its rows; write it as rows`,
    );
  }
  const [nout, nin] = dueShape(name, n_embd, values.length);
  const isList = shape.length !== 2;
  const fits = Number.isInteger(nout) && nout > 0 && nout * nin === values.length;
  if (fits && (isList || (shape[0] === nout && shape[1] === nin))) {
    return { matrix: matrixOf(values, nout, nin), isTurned: false };
  }
  if (fits && shape[0] === nin && shape[1] === nout) {
    return { matrix: matrixOf(byRows(values, nout, nin), nout, nin), isTurned: true };
  }
  const due =
    SQUARE.test(name) || IN_MLP.test(name) ? `[${nout}, ${nin}], or transposed` : `[rows, ${nin}], or transposed`;
  throw new RangeError(
    `step: ${where} is [${array.shape.join(', ')}], and with n_embd ${n_embd} it must be ${due}; write all of it, and of one model (parameters.2)`,
  );
}

function dueShape(name: string, n_embd: number, count: number): readonly [nout: number, nin: number] {
  if (SQUARE.test(name)) return [n_embd, n_embd];
  if (name.endsWith('.mlp_fc1')) return [MLP_FACTOR * n_embd, n_embd];
  if (name.endsWith('.mlp_fc2')) return [n_embd, MLP_FACTOR * n_embd];
  return [count / n_embd, n_embd];
}

/** A shape of more than two lengths without those of 1; one that is then still longer is a plain list. */
function withoutOnes(shape: readonly number[], n_embd: number | null): readonly number[] {
  if (shape.length <= 2) return shape;
  const others = shape.filter((length) => length !== 1);
  if (others.length === 2) return others;
  return others.length === 1 && others[0] === n_embd ? [1, n_embd] : [sizeOf(shape)];
}

function matrixOf(values: Float64Array, rows: number, columns: number): Matrix {
  return Array.from({ length: rows }, (_, i) => [...values.subarray(i * columns, (i + 1) * columns)]);
}

/**
 * Parts a list of all parameters by the shapes that the sizes make, in the order of state_dict.
 *
 * @param sizes - all four must be known
 * @throws RangeError where they are not, or make another number
 */
export function partedList(array: DumpedArray, dict: Dict, sizes: StepSizes): Map<string, DumpedArray> {
  const { n_embd, block_size, vocab_size, n_layer } = sizes;
  const count = array.values.length;
  if (n_embd === undefined || block_size === undefined || vocab_size === undefined || n_layer === undefined) {
    const missing = Object.entries({ n_embd, block_size, vocab_size, n_layer }).flatMap(([name, size]) =>
      size === undefined ? [name] : [],
    );
    throw new RangeError(
      `step: ${dict} is one list of ${count} numbers, and nothing tells ${missing.join(', ')}; write each matrix by its name, ${dict}.wte to ${dict}.layer0.mlp_fc2, or write the port's own ${missing.join(', ')} into the dump: in text a line each, such as "config.${missing[0]} 32", in JSON "config": {"${missing[0]}": 32}`,
    );
  }
  const due = parametersOf({ n_embd, block_size, vocab_size, n_layer });
  if (due !== count) {
    throw new RangeError(
      `step: ${dict} is one list of ${count} numbers, and n_embd ${n_embd}, block_size ${block_size}, vocab_size ${vocab_size} and n_layer ${n_layer} make ${due}; write each matrix by its name, or give the port's own sizes (parameters.9)`,
    );
  }
  const layer = IN_LAYER.map((name) => [name, ...dueShape(`layer0.${name}`, n_embd, 0)] as const);
  const shapes = [
    ['wte', vocab_size, n_embd] as const,
    ['wpe', block_size, n_embd] as const,
    ['lm_head', vocab_size, n_embd] as const,
    ...Array.from({ length: n_layer }, (_, i) =>
      layer.map(([name, ...shape]) => [`layer${i}.${name}`, ...shape] as const),
    ).flat(),
  ];
  let start = 0;
  return new Map(
    shapes.map(([name, nout, nin]) => {
      start += nout * nin;
      return [name, { name, shape: [nout, nin], values: array.values.subarray(start - nout * nin, start) }];
    }),
  );
}
