import type { Libm } from '../../engine/kernels.ts';

/**
 * A mathematical library whose every result is moved by 1 ulp, at times 2, up or down by chance: the engine with it is a
 * second oracle. Where the two part, rounding alone decides what comes next, and no log can be judged by either.
 */
export function nudgedLibm(): Libm {
  let noise = 1;
  const nudged = (y: number) => {
    noise = (Math.imul(noise, 1664525) + 1013904223) | 0; // Numerical Recipes' generator
    return y * (1 + (noise < 0 ? -1 : 1) * 2 ** -52);
  };
  return {
    exp: (x) => nudged(Math.exp(x)),
    log: (x) => nudged(Math.log(x)),
    sqrt: (x) => nudged(Math.sqrt(x)),
  };
}
