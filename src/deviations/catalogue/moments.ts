import type { Config } from '../../reference/config.ts';
import type { Deviation } from '../deviation.ts';

const FIRST = 'beta1 * m[i] + (1 - beta1) * grad[i]';
const SQUARE = 'math.pow(grad[i], 2)';

/** Deviations in Adam's moments, and in its constants. */
export const MOMENTS: readonly Deviation[] = [
  {
    id: 'first-moment-undamped',
    clause: 'optimizer.2',
    title: 'first moment beta1 m + g',
    explanation:
      'The gradient is added whole, as momentum often is. It makes m 6.7 times as large. Multiply g by 1 - beta1.',
    shows: 'update',
    edits: [{ file: 'optimizer', find: FIRST, replace: 'beta1 * m[i] + grad[i]' }],
  },
  {
    id: 'second-moment-abs',
    clause: 'optimizer.3',
    title: 'second moment of |g| in place of its square',
    explanation:
      'v is a mean of |g|, so its root is far larger than the gradient, and the steps far too small. Take the mean of the squares.',
    shows: 'update',
    edits: [{ file: 'optimizer', find: SQUARE, replace: 'Math.abs(grad[i])' }],
  },
  {
    id: 'second-moment-of-mean',
    clause: 'optimizer.3',
    title: 'second moment of m in place of the gradient',
    explanation: 'v is a mean of the squares of m, as where the gradient was overwritten by m. Square the gradient.',
    shows: 'update',
    edits: [{ file: 'optimizer', find: SQUARE, replace: 'math.pow(m[i], 2)' }],
  },
  constants('beta1', 'beta1 0.9', { beta1: 0.9 }, "most libraries' beta1 is 0.9"),
  constants('beta2', 'beta2 0.999', { beta2: 0.999 }, "most libraries' beta2 is 0.999"),
  constants('beta2-0.95', 'beta2 0.95', { beta2: 0.95 }, 'the early revision has 0.95'),
  constants('betas-0.9-0.999', 'betas 0.9 and 0.999', { beta1: 0.9, beta2: 0.999 }, "they are those of Adam's paper"),
  constants(
    'betas-0.9-0.95',
    'betas 0.9 and 0.95',
    { beta1: 0.9, beta2: 0.95 },
    'they are those of the early revision',
  ),
  constants('adam-eps-0.000001', 'Adam eps 1e-6', { eps_adam: 1e-6 }, 'it is 100 times as large'),
  constants('adam-eps-1e-7', 'Adam eps 1e-7', { eps_adam: 1e-7 }, 'it is that of Keras'),
  constants('adam-eps-1e-9', 'Adam eps 1e-9', { eps_adam: 1e-9 }, 'it is a tenth'),
];

function constants(id: string, title: string, config: Partial<Config>, note: string): Deviation {
  const explanation = `${title[0].toUpperCase()}${title.slice(1)}: ${note}. microgpt.py has beta1 0.85, beta2 0.99, eps_adam 1e-8.`;
  return { id, clause: 'parameters.12', title, explanation, shows: 'update', edits: [], config };
}
