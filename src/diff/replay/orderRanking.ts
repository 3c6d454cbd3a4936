import type { MatrixShape } from '../../reference/parameters.ts';
import { ArrangedRuns, type ArrangedStart } from './arrangedRun.ts';
import type { Arrangement } from './arrangement.ts';
import { STORAGES } from './layoutParts.ts';
import { placesOf } from './layouts.ts';
import { orders } from './orders.ts';

/** Storages that are tried in every order, and whether BOS is first. */
const VARIANTS = [
  ['standard', false],
  ['transposed-linear', false],
  ['standard', true],
  ['transposed', false],
] as const;

/** 9! orders of one layer, or of kinds; and 2 * 4! * 6! that go layer by layer. */
const MOST_ORDERS = 397_440;

/** Orders in which wte, wpe and lm_head begin at the same numbers: rows of `Table`. */
type Group = readonly number[];

/** Many orders in little memory: each a row of indices into the matrices. */
interface Table {
  readonly rows: Uint16Array;
  readonly groups: readonly Group[];
}

/**
 * Every order of the matrices of a dump, the likeliest first. The residual stream carries the embeddings past the layers,
 * which add little at first: 0.02 of a nat in the canonical run, where the losses of orders differ by 0.1. So the loss
 * without layers, of wte, wpe and lm_head alone, tells 9 in 10 wrong orders without a look at the other matrices; those come
 * first in which it is near the log's.
 *
 * @param start - the dump without names, and what is trained
 * @param loss - the log's first
 * @param most - how many orders are wanted
 * @returns batches of arrangements that share these three matrices
 */
export function* rankedOrders(start: ArrangedStart, loss: number, most: number): Generator<Iterable<Arrangement>> {
  const { dump, config, wanted } = start;
  const table = tableOf(start, most);
  const outside = wanted.filter(({ name }) => !name.includes('.'));
  const runs = new ArrangedRuns({ ...start, config: { ...config, n_layer: 0 }, wanted: outside });
  const ranked = VARIANTS.flatMap(([id, bosFirst]) => {
    const transposes = STORAGES.find((storage) => storage.id === id)?.of ?? (() => false);
    const arrangementOf = (row: number): Arrangement => ({
      places: placesOf(dump, orderIn(table, row, dump.order), transposes),
      bosFirst,
    });
    return table.groups.map((group) => {
      const distance = Math.abs(runs.firstLoss(arrangementOf(group[0])) - loss);
      return { group, arrangementOf, distance: Number.isNaN(distance) ? Infinity : distance };
    });
  });
  ranked.sort((a, b) => a.distance - b.distance);
  for (const { group, arrangementOf } of ranked) yield group.map(arrangementOf);
}

function tableOf({ dump, config }: ArrangedStart, most: number): Table {
  const width = dump.order.length;
  const index = new Map(dump.order.map(({ name }, i) => [name, i]));
  const outside = dump.order.flatMap(({ name }, i) => (name.includes('.') ? [] : [i]));
  const room = Math.min(most, MOST_ORDERS);
  const rows = new Uint16Array(room * width);
  const groups = new Map<number, number[]>();
  const starts = new Float64Array(width);
  let count = 0;
  for (const order of orders(dump, config)) {
    if (count === room) break;
    let start = 0;
    for (const [place, { name, nout, nin }] of order.entries()) {
      const i = index.get(name) ?? 0;
      rows[count * width + place] = i;
      starts[i] = start;
      start += nout * nin;
    }
    // At most MAX_NUMBERS = 2^21 numbers in rows of at least 16: three places of a row are one exact number below 2^53.
    const key = outside.reduce((sum, i) => sum * (dump.values.length / config.n_embd) + starts[i] / config.n_embd, 0);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [count]);
    else group.push(count);
    count++;
  }
  return { rows, groups: [...groups.values()] };
}

function orderIn({ rows }: Table, row: number, matrices: readonly MatrixShape[]): MatrixShape[] {
  const width = matrices.length;
  return Array.from(rows.subarray(row * width, (row + 1) * width), (i) => matrices[i]);
}
