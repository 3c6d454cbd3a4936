import type { Config } from '../../reference/config.ts';
import { type Matrix, type MatrixShape, type StateDict, shapes } from '../../reference/parameters.ts';
import { byRows } from './formats/dumpedArray.ts';
import { ORDERS, type Order, STANDARD, STORAGES, type Storage } from './layoutParts.ts';
import { checkNames, matrixOf } from './namedMatrices.ts';
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
  for (const storage of STORAGES) for (const order of ORDERS) yield listLayout(dump.values, wanted, order, storage);
}

/** Identifiers that `--layout` takes for a dump without names. */
export function layoutIds(): string[] {
  return STORAGES.flatMap((storage) => ORDERS.map((order) => idOf(order, storage)));
}

function listLayout(values: Float64Array, wanted: readonly MatrixShape[], order: Order, storage: Storage): Layout {
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
  storage: Storage,
): Layout {
  const entries = wanted.map((shape) => {
    const { shape: stored, values } = matrixOf(dumped, shape.name);
    const told = isTold(stored, shape);
    return [shape.name, matrix(values, shape, told ? stored[0] !== shape.nout : storage.of(shape.name))];
  });
  return { id: storage.id, title: `by name, ${storage.title}`, state_dict: Object.fromEntries(entries) };
}

/** The storages with the fewest matrices against the shapes that the dump tells. */
function allowed(dumped: ReadonlyMap<string, DumpedMatrix>, wanted: readonly MatrixShape[]): Storage[] {
  const told = wanted.filter((shape) => isTold(matrixOf(dumped, shape.name).shape, shape));
  const against = ({ of: transposes }: Storage) =>
    told.filter(({ name, nout }) => transposes(name) !== (matrixOf(dumped, name).shape[0] !== nout)).length;
  const fewest = Math.min(...STORAGES.map(against));
  return STORAGES.filter((storage) => against(storage) === fewest);
}

/** Whether the shape in the dump tells rows from columns: it has two different lengths. */
function isTold(stored: readonly number[], { nout, nin }: MatrixShape): boolean {
  return stored.length === 2 && nout !== nin;
}

function matrix(values: Float64Array, { nout, nin }: MatrixShape, transposed: boolean): Matrix {
  const stored = transposed ? byRows(values, nout, nin) : values;
  return Array.from({ length: nout }, (_, row) => [...stored.subarray(row * nin, (row + 1) * nin)]);
}

function idOf(order: Order, storage: Storage): string {
  if (storage.id === STANDARD) return order.id;
  return order.id === STANDARD ? storage.id : `${order.id}+${storage.id}`;
}
