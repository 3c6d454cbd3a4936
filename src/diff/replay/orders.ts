import type { Config } from '../../reference/config.ts';
import type { MatrixShape } from '../../reference/parameters.ts';
import type { Arrangement } from './arrangement.ts';
import { ORDERS } from './layoutParts.ts';
import { type FlatDump, placesOf } from './layouts.ts';
import { plausibility } from './plausibility.ts';

/** Matrices that stand together. */
type Item = readonly MatrixShape[];

/**
 * Usual orders with every choice of kinds of matrices that are stored column by column, the same in each layer: 2^9
 * choices, in 4 orders, with BOS last and first. Of a dump with shapes only those that they leave open.
 */
export function* singlyTransposed(dump: FlatDump): Generator<Arrangement, void> {
  const kinds = [...new Set(dump.order.filter(({ name }) => !dump.told.has(name)).map(kindOf))];
  const orders = dump.named ? ORDERS.slice(0, 1) : ORDERS;
  for (const bosFirst of [false, true]) {
    for (const order of orders) {
      for (let choice = 0; choice < 2 ** kinds.length; choice++) {
        const chosen = new Set(kinds.filter((_, bit) => Math.floor(choice / 2 ** bit) % 2 === 1));
        const transposes = (name: string) => chosen.has(kindOf({ name }));
        yield { places: placesOf(dump, order.of(dump.order), transposes), bosFirst };
      }
    }
  }
}

/**
 * Every order of the matrices, as hash maps have them: 9! = 362,880 of one layer. Of more layers there are too many (15!
 * of two): of those, the ones that go layer by layer, each in one order, or kind by kind.
 *
 * @param dump - without names
 * @returns always the same list, changed in place
 */
export function* orders(dump: FlatDump, config: Config): Generator<readonly MatrixShape[]> {
  const { n_layer } = config;
  const fits = plausibility(dump, config);
  let any = false;
  for (const items of groupings(dump.order, n_layer)) {
    for (const order of orderings(items, fits)) {
      any = true;
      yield order;
    }
  }
  // A port whose parameters are drawn otherwise than its configuration says.
  if (!any) for (const items of groupings(dump.order, n_layer)) yield* orderings(items, () => true);
}

/** The matrices in groups that keep together: each alone; or layer by layer, and kind by kind. */
function* groupings(matrices: readonly MatrixShape[], n_layer: number): Generator<Item[]> {
  if (n_layer <= 1) {
    yield matrices.map((shape) => [shape]);
    return;
  }
  const outside = matrices.filter(({ name }) => !name.includes('.')).map((shape) => [shape]);
  const layers = Array.from({ length: n_layer }, (_, li) =>
    matrices.filter(({ name }) => name.startsWith(`layer${li}.`)),
  );
  for (const kinds of permutations(layers[0].map((_, i) => i))) {
    const inOrder = layers.map((layer) => kinds.map((kind) => layer[kind]));
    yield [...outside, inOrder.flat()];
    yield [...outside, inOrder.toReversed().flat()];
  }
  yield [...outside, ...layers[0].map((_, kind) => layers.map((layer) => layer[kind]))];
}

/** Every order of groups in which each matrix can stand where it comes to stand; always the same list, changed in place. */
function* orderings(
  items: readonly Item[],
  fits: (shape: MatrixShape, start: number) => boolean,
  order: MatrixShape[] = [],
  start = 0,
): Generator<readonly MatrixShape[], void> {
  if (items.length === 0) yield order;
  const { length } = order;
  for (const [i, item] of items.entries()) {
    const end = endOf(item, fits, start);
    if (end === null) continue;
    order.push(...item);
    yield* orderings(items.toSpliced(i, 1), fits, order, end);
    order.length = length;
  }
}

/** Where a group ends that begins there; null where it cannot begin there. */
function endOf(item: Item, fits: (shape: MatrixShape, start: number) => boolean, start: number): number | null {
  let end = start;
  for (const shape of item) {
    if (!fits(shape, end)) return null;
    end += shape.nout * shape.nin;
  }
  return end;
}

function* permutations<T>(items: readonly T[]): Generator<readonly T[]> {
  if (items.length === 0) yield [];
  for (const [i, item] of items.entries()) {
    for (const rest of permutations(items.toSpliced(i, 1))) yield [item, ...rest];
  }
}

/** `attn_wq` of `layer0.attn_wq`. */
function kindOf({ name }: Pick<MatrixShape, 'name'>): string {
  return name.replace(/^.*\./, '');
}
