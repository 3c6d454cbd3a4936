import { quoted } from '../../port/shown.ts';
import type { MatrixShape } from '../../reference/parameters.ts';
import type { Arrangement } from './arrangement.ts';
import { matrixName } from './formats/matrixNames.ts';
import { BOS_FIRST, ORDERS, STANDARD, STORAGES } from './layoutParts.ts';
import { type FlatDump, placesOf, storagesOf } from './layouts.ts';

/** What `--layout` takes, and what it says of the dump. */
export interface LayoutName {
  /** `standard`, `alphabetical+transposed`, or the matrices as they stand, `lm_head,wpe,layer0.attn_wq^T,...`. */
  readonly id: string;
  /** The same in words. */
  readonly title: string;
}

/** What stands behind the name of a matrix that is stored column by column. */
const TRANSPOSED = '^T';
/** Characters of a name that a message shows. */
const SHOWN = 60;
const WHERE = '(spec/traces.md, Dumps of a start)';

/** Names an arrangement of a dump: by its order and its storage where they have names, or by its matrices. */
export function nameOf({ places, bosFirst }: Arrangement, dump: FlatDump): LayoutName {
  const order = ORDERS.find(({ of }) => of(dump.order).every(({ name }, i) => name === places[i].shape.name));
  const open = places.filter(({ shape }) => !dump.told.has(shape.name));
  const storage = storagesOf(dump).find(({ of }) =>
    open.every(({ shape, transposed }) => of(shape.name) === transposed),
  );
  const first = bosFirst ? [BOS_FIRST] : [];
  const inWords = bosFirst ? ', BOS in the first row' : '';
  if (order === undefined || storage === undefined) {
    const list = places.map(({ shape, transposed }) => shape.name + (transposed ? TRANSPOSED : '')).join(',');
    return { id: [list, ...first].join('+'), title: `as ${list.replaceAll(',', ', ')}${inWords}` };
  }
  const ordered = dump.named ? 'by name' : order.title;
  const parts = [order.id, storage.id].filter((id) => id !== STANDARD);
  return { id: [...parts, ...first].join('+') || STANDARD, title: `${ordered}, ${storage.title}${inWords}` };
}

/**
 * The arrangement of a dump that a name stands for.
 *
 * @param text - what `--layout` got
 * @throws RangeError where it is no such name, or has not each matrix once
 */
export function arrangementNamed(text: string, dump: FlatDump): Arrangement {
  const parts = text.split('+').map((part) => part.trim());
  const bosFirst = parts.includes(BOS_FIRST);
  const others = parts.filter((part) => part !== BOS_FIRST);
  if (others.length === 1 && isList(others[0])) return { places: listedPlaces(others[0], dump), bosFirst };
  const order = ORDERS.find(({ id }) => id !== STANDARD && others.includes(id)) ?? ORDERS[0];
  const storage = STORAGES.find(({ id }) => id !== STANDARD && others.includes(id)) ?? STORAGES[0];
  const unknown = others.find((part) => ![STANDARD, order.id, storage.id].includes(part));
  if (unknown !== undefined || (dump.named && order.id !== STANDARD)) throw unknownLayout(text, dump);
  return { places: placesOf(dump, order.of(dump.order), storage.of), bosFirst };
}

function isList(text: string): boolean {
  return text.includes(',') || matrixName(text.replace(TRANSPOSED, '')) !== null;
}

/** The matrices as a list of names has them; those of a dump with names keep their order. */
function listedPlaces(text: string, dump: FlatDump) {
  const items = text.split(',').map((item) => item.trim());
  const listed = items.map((item) => shapeNamed(item, dump.order));
  const transposed = new Set(listed.filter((_, i) => items[i].endsWith(TRANSPOSED)).map(({ name }) => name));
  const missing = dump.order.filter((shape) => !listed.includes(shape)).map(({ name }) => name);
  if (missing.length > 0 || listed.length !== dump.order.length) {
    const fault =
      missing.length > 0 ? `no ${missing.join(', ')}` : `${listed.length} names for ${dump.order.length} matrices`;
    throw new RangeError(`params: --layout has ${fault}; name each matrix once, in the order of the dump ${WHERE}`);
  }
  return placesOf(dump, dump.named ? dump.order : listed, (name) => transposed.has(name));
}

function shapeNamed(item: string, order: readonly MatrixShape[]): MatrixShape {
  const known = matrixName(item.replace(TRANSPOSED, ''));
  const shape = order.find(({ name }) => name === known);
  if (shape !== undefined) return shape;
  throw new RangeError(
    `params: --layout has ${quoted(item, SHOWN)}, which is no matrix of this model; they are ${order.map(({ name }) => name).join(', ')} (parameters.1)`,
  );
}

function unknownLayout(text: string, { named }: FlatDump): RangeError {
  const orders = named ? [STANDARD] : ORDERS.map(({ id }) => id);
  const known = [...orders, ...STORAGES.slice(1).map(({ id }) => id), BOS_FIRST].join(', ');
  return new RangeError(
    `params: the layout cannot be ${quoted(text, SHOWN)}; this dump can have ${known}, joined by "+", or the names of its matrices as they stand, joined by "," ${WHERE}`,
  );
}
