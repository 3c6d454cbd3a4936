import type { Edit } from '../../deviations/patched.ts';

/** Other ways to take a step of Adam, as changes of the reference. */

const UPDATE = '(lr_t * m_hat) / denominator';
const DENOMINATOR = 'math.pow(v_hat, 0.5) + eps_adam';

/** lr_t sqrt(1 - beta2^t) / (1 - beta1^t) taken once, as the paper advises: no corrected moment is ever there. */
export const EFFICIENT: readonly Edit[] = [
  {
    file: 'optimizer',
    find: DENOMINATOR,
    replace: 'Math.sqrt(v[i]) + eps_adam * Math.sqrt(correction2)',
  },
  {
    file: 'optimizer',
    find: UPDATE,
    replace: '(((lr_t * Math.sqrt(correction2)) / correction1) * m[i]) / denominator',
  },
];

/** beta^t as a product that grows by a factor a step. */
export const RUNNING_PRODUCTS: readonly Edit[] = [1, 2].map((n) => ({
  file: 'optimizer',
  find: `1 - power(beta${n}, step + 1, math)`,
  replace: `1 - Array.from({ length: step + 1 }).reduce((product) => product * beta${n}, 1)`,
}));

/** Reciprocals in place of quotients. */
export const RECIPROCALS: readonly Edit[] = [
  { file: 'optimizer', find: 'm[i] / correction1', replace: 'm[i] * (1 / correction1)' },
  { file: 'optimizer', find: 'v[i] / correction2', replace: 'v[i] * (1 / correction2)' },
  { file: 'optimizer', find: UPDATE, replace: 'lr_t * m_hat * (1 / denominator)' },
];

/** (1 - beta2) g g from the left, which overflows later than g^2 does. */
export const FROM_THE_LEFT: readonly Edit[] = [
  { file: 'optimizer', find: '(1 - beta2) * math.pow(grad[i], 2)', replace: '(1 - beta2) * grad[i] * grad[i]' },
  {
    file: 'optimizer',
    find: 'grad[i] * grad[i] === Infinity &&',
    replace: '(1 - beta2) * grad[i] * grad[i] === Infinity &&',
  },
];
