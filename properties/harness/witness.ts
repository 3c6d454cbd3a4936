import { jsonFloat } from '../../src/port/json.ts';
import type { Witnessed } from '../../src/suite/meta.ts';

let losses: readonly (number | string)[] | null = null;
let samples: (readonly number[])[] = [];

/**
 * Keeps what a port has trained or sampled where a golden run is due, so that a report can draw it over the golden one.
 *
 * @param got - what the operation gave, which may be of any form
 */
export function witness(op: string, got: unknown): void {
  if (op === 'train') losses = numbersOf(Reflect.get(Object(got), 'losses'))?.map(jsonFloat) ?? losses;
  if (op === 'sample') samples.push(numbersOf(Reflect.get(Object(got), 'tokens')) ?? []);
}

/** What was kept since the last call, for checks of one worker run one after another; null where it was nothing. */
export function witnessed(): Witnessed | null {
  const kept = { losses, samples };
  losses = null;
  samples = [];
  return kept.losses === null && kept.samples.length === 0 ? null : kept;
}

function numbersOf(value: unknown): number[] | null {
  return Array.isArray(value) && value.every((x) => typeof x === 'number') ? value : null;
}
