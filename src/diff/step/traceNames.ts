import type { Config } from '../../reference/config.ts';
import type { StepDump } from './stepDump.ts';

const PLACE = /^pos(\d+)\.(?:layer(\d+)\.)?(?:head(\d+)\.)?/;

/**
 * Refuses values on the way that are of no position, layer or head of the model: they would be passed over.
 *
 * @param config - as the dump, its flags or its own constants tell it
 * @returns a sentence on values behind the last position, which nothing is made of
 * @throws RangeError where something is counted from 1, or is of another model
 */
export function checkTraceNames({ tokens, trace, step }: StepDump, config: Config): string[] {
  const { block_size, n_layer, n_head } = config;
  const places = [...trace.keys()].map((name) => {
    const [, position, layer = null, head = null] = PLACE.exec(name) ?? [];
    return { name, position: Number(position), layer, head };
  });
  check(
    step,
    'layer',
    n_layer,
    places.flatMap(({ name, layer }) => (layer === null ? [] : [{ name, at: Number(layer) }])),
  );
  check(
    step,
    'head',
    n_head,
    places.flatMap(({ name, head }) => (head === null ? [] : [{ name, at: Number(head) }])),
  );
  const n = tokens === null ? block_size : Math.min(block_size, tokens.length - 1);
  const positions = places.map(({ name, position }) => ({ name, at: position }));
  if (!positions.some(({ at }) => at === 0)) check(step, 'position', n, positions);
  const beyond = positions.find(({ at }) => at >= n);
  if (beyond === undefined) return [];
  return [
    `step ${step}: ${beyond.name} is behind the last of ${n} positions, and not read: positions are counted from 0`,
  ];
}

function check(
  step: number,
  what: string,
  count: number,
  named: readonly { readonly name: string; readonly at: number }[],
): void {
  const beyond = named.find(({ at }) => at >= count);
  if (beyond === undefined) return;
  const flag = what === 'position' ? '' : `, or say --n_${what}`;
  throw new RangeError(
    `step ${step}: ${beyond.name} is there, and the last ${what} is ${what === 'position' ? 'pos' : what}${count - 1}: count from 0${flag}`,
  );
}

/** n_layer by the values on the way, where these name a layer: it counts where no matrix does. */
export function tracedLayers(dumps: readonly StepDump[]): { readonly n_layer?: number } {
  const layers = dumps.flatMap(({ trace }) => [...trace.keys()].flatMap((name) => PLACE.exec(name)?.[2] ?? []));
  const n_layer = layers.reduce((most, layer) => Math.max(most, Number(layer) + 1), 0);
  return n_layer === 0 ? {} : { n_layer };
}
