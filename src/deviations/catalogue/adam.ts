import type { Deviation } from '../deviation.ts';

const STEP = '(lr_t * m_hat) / denominator';
const DENOMINATOR = 'math.pow(v_hat, 0.5) + eps_adam';

/** Deviations in Adam's update, but for the moments and their correction. */
export const ADAM: readonly Deviation[] = [
  {
    id: 'adam-eps-inside',
    clause: 'optimizer.6',
    title: 'Adam eps inside the root',
    explanation:
      'The update divides by sqrt(v_hat + eps), which holds back parameters with gradients below 1e-4. Add eps to the root.',
    shows: 'update',
    edits: [{ file: 'optimizer', find: DENOMINATOR, replace: 'math.pow(v_hat + eps_adam, 0.5)' }],
  },
  {
    id: 'adam-eps-missing',
    clause: 'optimizer.6',
    title: 'Adam without eps',
    explanation:
      'The update divides by the root of v_hat alone; a parameter that has had no gradient yet is passed over, where others divide 0 by 0. Add eps to the root.',
    shows: 'update',
    edits: [{ file: 'optimizer', find: DENOMINATOR, replace: 'math.pow(v_hat, 0.5) || 1' }],
  },
  {
    id: 'adam-eps-uncorrected',
    clause: 'optimizer.6',
    title: 'Adam eps added to the root of v before its bias correction',
    explanation:
      "The update is lr_t sqrt(c2) / c1 * m / (sqrt(v) + eps), the faster form in Adam's paper, whose eps is another: as v_hat counts, eps is ten times as large at first. Add eps to the root of v_hat.",
    shows: 'update',
    edits: [
      { file: 'optimizer', find: DENOMINATOR, replace: 'math.pow(v_hat, 0.5) + eps_adam / math.pow(correction2, 0.5)' },
    ],
  },
  {
    id: 'adam-root-missing',
    clause: 'optimizer.5',
    title: 'Adam without the root',
    explanation:
      'The update divides by v_hat + eps, so a parameter moves by the inverse of its gradient, and the second step of the canonical run already takes the logarithm of 0. Divide by the root of v_hat.',
    shows: 'update',
    edits: [{ file: 'optimizer', find: DENOMINATOR, replace: 'v_hat + eps_adam' }],
  },
  weightDecay(0.01),
  weightDecay(0.1),
  {
    id: 'weight-decay-coupled-0.01',
    clause: 'training.8',
    title: 'weight decay 0.01 in the gradient',
    explanation:
      '0.01 of every parameter is added to its gradient, as Adam with weight_decay has it in PyTorch, so it goes through the moments too. microgpt.py has no weight decay.',
    shows: 'update',
    edits: [
      {
        file: 'optimizer',
        find: 'm[i] = beta1 * m[i]',
        replace: 'grad[i] += 0.01 * data[i];\n        m[i] = beta1 * m[i]',
      },
    ],
  },
  {
    id: 'sgd',
    clause: 'optimizer.5',
    title: 'plain gradient descent',
    explanation:
      'Each parameter moves by lr_t times its gradient. The steps are far smaller than those of Adam, and the loss hardly falls.',
    shows: 'update',
    edits: [{ file: 'optimizer', find: STEP, replace: 'lr_t * grad[i]' }],
  },
  {
    id: 'sgd-momentum',
    clause: 'optimizer.5',
    title: 'gradient descent with momentum',
    explanation: 'm becomes beta1 m + g, and each parameter moves by lr_t m. Adam divides by the root of v_hat.',
    shows: 'update',
    edits: [
      { file: 'optimizer', find: 'beta1 * m[i] + (1 - beta1) * grad[i]', replace: 'beta1 * m[i] + grad[i]' },
      { file: 'optimizer', find: STEP, replace: 'lr_t * m[i]' },
    ],
  },
  {
    id: 'gradient-clipped',
    clause: 'optimizer.11',
    title: 'gradient clipped to norm 1',
    explanation:
      'Where the norm of the whole gradient exceeds 1 it is scaled down to 1, as training loops of larger models do. microgpt.py does not clip.',
    shows: 'update',
    edits: [
      {
        file: 'optimizer',
        find: 'const { m, v } = moments;',
        replace: `const { m, v } = moments;
    const norm = Math.sqrt(grad.subarray(0, m.length).reduce((sum, g) => sum + g * g, 0));
    if (norm > 1)
        for (let i = 0; i < m.length; i++)
            grad[i] /= norm;`,
      },
    ],
  },
  {
    id: 'gradient-kept',
    clause: 'optimizer.9',
    title: 'gradients not set to 0',
    explanation:
      'The gradient of a step is added to those of all steps before. The first two losses are right, the loss still falls for a while. Set every gradient to 0 once it is used.',
    shows: 'update',
    edits: [{ file: 'optimizer', find: 'grad[i] = 0;', replace: '' }],
  },
];

function weightDecay(decay: number): Deviation {
  return {
    id: `weight-decay-${decay}`,
    clause: 'training.8',
    title: `weight decay ${decay}`,
    explanation: `Each step takes lr_t * ${decay} of every parameter away, as AdamW does. microgpt.py has no weight decay.`,
    shows: 'update',
    edits: [
      { file: 'optimizer', find: 'data[i] -= ', replace: `data[i] -= lr_t * ${decay} * data[i];\n        data[i] -= ` },
    ],
  };
}
