import type { Libm } from '../../engine/kernels.ts';
import type { Arithmetic } from '../../engine/memory.ts';
import { type Dtype, UNIT_ROUNDOFF } from '../../port/precision.ts';
import type { StateDict } from '../../reference/parameters.ts';

/** Moves a number up or down by chance. */
type Nudge = (x: number) => number;

/**
 * The engine's arithmetic with noise: every result of its mathematical library moved up or down by chance.
 *
 * @param dtype - what it computes in
 * @param ulps - by how much, in units of the last place of 1
 * @param seed - of the noise
 */
export function nudgedArithmetic(dtype: Dtype, ulps: number, seed: number): Arithmetic {
  const nudged = nudge(2 * UNIT_ROUNDOFF[dtype] * ulps, seed);
  const libm: Libm = {
    exp: (x) => nudged(Math.exp(x)),
    log: (x) => nudged(Math.log(x)),
    sqrt: (x) => nudged(Math.sqrt(x)),
  };
  return { dtype, libm };
}

/** Parameters, each moved up or down by chance; what is 0 stays 0. Of the rest as `nudgedArithmetic`. */
export function nudgedParameters(state_dict: StateDict, dtype: Dtype, ulps: number, seed: number): StateDict {
  const nudged = nudge(2 * UNIT_ROUNDOFF[dtype] * ulps, seed);
  return Object.fromEntries(
    Object.entries(state_dict).map(([name, rows]) => [name, rows.map((row) => row.map(nudged))]),
  );
}

function nudge(relative: number, seed: number): Nudge {
  let noise = seed;
  return (x) => {
    noise = (Math.imul(noise, 1664525) + 1013904223) | 0; // Numerical Recipes' generator
    return x * (1 + (noise < 0 ? -1 : 1) * relative);
  };
}
