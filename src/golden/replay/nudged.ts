import type { Edit } from '../../deviations/patched.ts';

/**
 * The reference with every exp, log and power moved by 1 ulp, at times 2, up or down by chance: a second oracle. Where the
 * two part, rounding alone decides what comes next, and no log can be judged by either.
 */
export const NUDGED: readonly Edit[] = [
  {
    file: 'autograd',
    find: 'const NONE = -1;',
    replace: `const NONE = -1;
let noise = 1;
const nudged = (y) => {
    noise = (Math.imul(noise, 1664525) + 1013904223) | 0; // Numerical Recipes' generator
    return y * (1 + (noise < 0 ? -1 : 1) * 2 ** -52);
};`,
  },
  { file: 'autograd', find: 'Math.exp(x)', replace: 'nudged(Math.exp(x))' },
  { file: 'autograd', find: 'Math.log(x)', replace: 'nudged(Math.log(x))' },
  { file: 'autograd', find: 'x ** y;', replace: 'nudged(x ** y);' },
];
