import type { Config } from '../../reference/config.ts';
import { type Matrix, type MatrixShape, type StateDict, shapes } from '../../reference/parameters.ts';
import { byRows, sizeOf } from './formats/dumpedArray.ts';
import { countOf, type DumpedMatrix, type ParamsDump } from './paramsDump.ts';
import { countMessage } from './vocabularySize.ts';

/** One way to read a dump of parameters. */
export interface Layout {
  /** What `--layout` takes: `standard`, `alphabetical`, `transposed`, `alphabetical+transposed`. */
  readonly id: string;
  /** What it says of the dump, in words. */
  readonly title: string;
  readonly state_dict: StateDict;
}

/** A named part of a layout: an order of the matrices, or a choice of those stored column by column. */
interface Part<T> {
  readonly id: string;
  readonly title: string;
  readonly of: T;
}

type Order = Part<(standard: readonly MatrixShape[]) => readonly MatrixShape[]>;
type Transposition = Part<(name: string) => boolean>;

const STANDARD = 'standard';
/** wte, wpe and lm_head. */
const OUTSIDE_LAYERS = 3;

/** Orders of the matrices that ports have, the standard one first. */
const ORDERS: readonly Order[] = [
  { id: STANDARD, title: 'in the order of state_dict', of: (all) => all },
  { id: 'alphabetical', title: 'in alphabetical order of the names', of: (all) => all.toSorted(byName) },
  {
    id: 'layers-first',
    title: 'the layers before wte, wpe and lm_head',
    of: (all) => [...all.slice(OUTSIDE_LAYERS), ...all.slice(0, OUTSIDE_LAYERS)],
  },
  {
    id: 'lm-head-last',
    title: 'lm_head behind the layers',
    of: ([wte, wpe, lm_head, ...layers]) => [wte, wpe, ...layers, lm_head],
  },
];

/** Which matrices are stored column by column, [nin, nout]; none first. */
const TRANSPOSITIONS: readonly Transposition[] = [
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

/**
 * The readings of a dump, the standard one first: every order with every storage. A dump with names has its order; where
 * it has shapes too, only the storages that they allow.
 *
 * @param dump - the parameters
 * @param config - the sizes
 * @param vocab_size - number of tokens, BOS included
 * @returns the readings, each made when it is asked for
 * @throws RangeError where the numbers are too few or too many, or a matrix is missing, surplus or of another size
 */
export function* layouts(dump: ParamsDump, config: Config, vocab_size: number): Generator<Layout, void> {
  const wanted = shapes(config, vocab_size);
  if (dump.kind === 'named') {
    checkNames(dump.matrices, wanted);
    for (const storage of allowed(dump.matrices, wanted)) yield namedLayout(dump.matrices, wanted, storage);
    return;
  }
  const count = countOf(dump);
  if (count !== wanted.reduce((sum, { nout, nin }) => sum + nout * nin, 0)) {
    throw new RangeError(`params: ${countMessage(count, config, vocab_size)} (parameters.9)`);
  }
  for (const storage of TRANSPOSITIONS)
    for (const order of ORDERS) yield listLayout(dump.values, wanted, order, storage);
}

/** Identifiers that `--layout` takes for a dump without names. */
export function layoutIds(): string[] {
  return TRANSPOSITIONS.flatMap((storage) => ORDERS.map((order) => idOf(order, storage)));
}

function listLayout(
  values: Float64Array,
  wanted: readonly MatrixShape[],
  order: Order,
  storage: Transposition,
): Layout {
  const matrices: Record<string, Matrix> = {};
  let start = 0;
  for (const shape of order.of(wanted)) {
    const end = start + shape.nout * shape.nin;
    matrices[shape.name] = matrix(values.subarray(start, end), shape, storage.of(shape.name));
    start = end;
  }
  const state_dict = Object.fromEntries(wanted.map(({ name }) => [name, matrices[name]]));
  return { id: idOf(order, storage), title: `${order.title}, ${storage.title}`, state_dict };
}

function namedLayout(
  dumped: ReadonlyMap<string, DumpedMatrix>,
  wanted: readonly MatrixShape[],
  storage: Transposition,
): Layout {
  const entries = wanted.map((shape) => {
    const { shape: stored, values } = of(dumped, shape.name);
    const told = isTold(stored, shape);
    return [shape.name, matrix(values, shape, told ? stored[0] !== shape.nout : storage.of(shape.name))];
  });
  return { id: storage.id, title: `by name, ${storage.title}`, state_dict: Object.fromEntries(entries) };
}

/** The storages with the fewest matrices against the shapes that the dump tells. */
function allowed(dumped: ReadonlyMap<string, DumpedMatrix>, wanted: readonly MatrixShape[]): Transposition[] {
  const told = wanted.filter((shape) => isTold(of(dumped, shape.name).shape, shape));
  const against = ({ of: transposes }: Transposition) =>
    told.filter(({ name, nout }) => transposes(name) !== (of(dumped, name).shape[0] !== nout)).length;
  const fewest = Math.min(...TRANSPOSITIONS.map(against));
  return TRANSPOSITIONS.filter((storage) => against(storage) === fewest);
}

/** Whether the shape in the dump tells rows from columns: it has two different lengths. */
function isTold(stored: readonly number[], { nout, nin }: MatrixShape): boolean {
  return stored.length === 2 && nout !== nin;
}

function checkNames(dumped: ReadonlyMap<string, DumpedMatrix>, wanted: readonly MatrixShape[]): void {
  const missing = wanted.filter(({ name }) => !dumped.has(name)).map(({ name }) => name);
  if (missing.length > 0) {
    throw new RangeError(`params: ${missing.join(', ')} missing; dump every matrix of state_dict (parameters.1)`);
  }
  const surplus = [...dumped.keys()].filter((name) => !wanted.some((shape) => shape.name === name));
  if (surplus.length > 0) {
    throw new RangeError(`params: ${surplus.join(', ')} surplus; give the port's --n_layer (parameters.1)`);
  }
  for (const { name, nout, nin } of wanted) {
    const { shape } = of(dumped, name);
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

function of(dumped: ReadonlyMap<string, DumpedMatrix>, name: string): DumpedMatrix {
  return dumped.get(name) ?? { shape: [0], values: new Float64Array() };
}

function matrix(values: Float64Array, { nout, nin }: MatrixShape, transposed: boolean): Matrix {
  const stored = transposed ? byRows(values, nout, nin) : values;
  return Array.from({ length: nout }, (_, row) => [...stored.subarray(row * nin, (row + 1) * nin)]);
}

function idOf(order: Order, storage: Transposition): string {
  if (storage.id === STANDARD) return order.id;
  return order.id === STANDARD ? storage.id : `${order.id}+${storage.id}`;
}

/** Names are ASCII. */
function byName(a: MatrixShape, b: MatrixShape): number {
  return a.name < b.name ? -1 : 1;
}
