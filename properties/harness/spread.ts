import type { StateDict } from '../../src/port/config.ts';
import type { ModelCase } from './arbitraries.ts';
import { smallParameters } from './smallModels.ts';
import { cleared, layers } from './transforms.ts';

/** A model of which two layers do something. */
export interface Spread {
  readonly parameters: StateDict;
  /** Their numbers, ascending. */
  readonly places: readonly [number, number];
}

/**
 * Parameters with the matrices of the first two layers in any two others, in their order, and all layers but these silent:
 * what such a layer adds to the residual stream is 0, and so is the gradient that it adds on the way back.
 *
 * @param model - with two layers at least
 * @param pick - which two
 */
export function spread(model: ModelCase, pick: number): Spread {
  const { n_layer } = model.config;
  const first = pick % (n_layer - 1);
  const second = first + 1 + (Math.floor(pick / (n_layer - 1)) % (n_layer - 1 - first));
  const own = smallParameters(model);
  const silent = cleared(
    own,
    layers(model).flatMap((layer) => [`${layer}attn_wo`, `${layer}mlp_fc2`]),
  );
  const moved = [first, second].flatMap((li, from) => matricesOf(own, from, li));
  return { parameters: { ...silent, ...Object.fromEntries(moved) }, places: [first, second] };
}

/** The matrices of a layer, under the names that they have in another. */
export function matricesOf(state_dict: StateDict, from: number, to: number): [string, StateDict[string]][] {
  const prefix = `layer${from}.`;
  const own = Object.entries(state_dict).filter(([name]) => name.startsWith(prefix));
  return own.map(([name, rows]) => [`layer${to}.${name.slice(prefix.length)}`, rows]);
}
