import type { Config } from '../../reference/config.ts';
import { type MatrixShape, shapes } from '../../reference/parameters.ts';
import type { Arrangement, Place } from './arrangement.ts';
import { BOS_FIRST, ORDERS, STANDARD, STORAGES, type Storage } from './layoutParts.ts';
import { checkNames, matrixOf } from './namedMatrices.ts';
import { countOf, type DumpedMatrix, type ParamsDump } from './paramsDump.ts';
import { countMessage } from './vocabularySize.ts';

/** A dump in one list, and what it tells of itself. */
export interface FlatDump {
  /** All numbers as they stand in it [num_params]. */
  readonly values: Float64Array;
  /** Whether it names its matrices. */
  readonly named: boolean;
  /** The matrices: in the order of the dump where it names them, else in that of state_dict. */
  readonly order: readonly MatrixShape[];
  /** The matrices whose shape in the dump tells how they are stored, and whether that is column by column. */
  readonly told: ReadonlyMap<string, boolean>;
}

/**
 * Puts a dump in one list.
 *
 * @param dump - the parameters
 * @param config - the sizes
 * @param vocab_size - number of tokens, BOS included
 * @throws RangeError where the numbers are too few or too many, or a matrix is missing, surplus or of another size
 */
export function flatDump(dump: ParamsDump, config: Config, vocab_size: number): FlatDump {
  const wanted = shapes(config, vocab_size);
  if (dump.kind === 'named') return flatMatrices(dump.matrices, wanted);
  const count = countOf(dump);
  if (count !== wanted.reduce((sum, { nout, nin }) => sum + nout * nin, 0)) {
    throw new RangeError(`params: ${countMessage(count, config, vocab_size)} (parameters.9)`);
  }
  return { values: dump.values, named: false, order: wanted, told: new Map() };
}

/**
 * The usual arrangements of a dump: every order with every storage, BOS last and then first; the standard one comes
 * first. A dump with names has its order; where it has shapes too, only the storages that they allow.
 */
export function* usualArrangements(dump: FlatDump): Generator<Arrangement, void> {
  const orders = dump.named ? ORDERS.slice(0, 1) : ORDERS;
  for (const bosFirst of [false, true]) {
    for (const storage of storagesOf(dump)) {
      for (const order of orders) yield { places: placesOf(dump, order.of(dump.order), storage.of), bosFirst };
    }
  }
}

/** Places with a storage, but for the matrices whose shape tells theirs. */
export function placesOf(
  { told }: FlatDump,
  order: readonly MatrixShape[],
  transposes: (name: string) => boolean,
): Place[] {
  return order.map((shape) => ({ shape, transposed: told.get(shape.name) ?? transposes(shape.name) }));
}

/** Identifiers of the usual layouts of a dump without names. */
export function layoutIds(): string[] {
  const ids = STORAGES.flatMap((storage) => ORDERS.map((order) => [order.id, storage.id]));
  return [[], [BOS_FIRST]].flatMap((first) =>
    ids.map((parts) => [...parts.filter((id) => id !== STANDARD), ...first].join('+') || STANDARD),
  );
}

function flatMatrices(dumped: ReadonlyMap<string, DumpedMatrix>, wanted: readonly MatrixShape[]): FlatDump {
  checkNames(dumped, wanted);
  const order = [...dumped.keys()].flatMap((name) => wanted.filter((shape) => shape.name === name));
  const values = new Float64Array(wanted.reduce((sum, { nout, nin }) => sum + nout * nin, 0));
  const told = new Map<string, boolean>();
  let start = 0;
  for (const { name, nout, nin } of order) {
    const { shape, values: own } = matrixOf(dumped, name);
    // Two different lengths tell rows from columns.
    if (shape.length === 2 && nout !== nin) told.set(name, shape[0] !== nout);
    values.set(own, start);
    start += own.length;
  }
  return { values, named: true, order, told };
}

/** The storages with the fewest matrices against the shapes that the dump tells. */
export function storagesOf({ told }: FlatDump): Storage[] {
  const against = ({ of: transposes }: Storage) => [...told].filter(([name, is]) => transposes(name) !== is).length;
  const fewest = Math.min(...STORAGES.map(against));
  return STORAGES.filter((storage) => against(storage) === fewest);
}
