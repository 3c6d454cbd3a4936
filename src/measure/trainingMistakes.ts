import type { Mistake } from './mistakes.ts';

const ADAM_EPSILONS = [1e-6, 1e-7, 1e-9];

/** Mistakes in Adam and in its learning rate. */
export const OPTIMIZER_MISTAKES: readonly Mistake[] = [
  {
    id: 'adam-eps-inside',
    title: 'Adam eps inside the root',
    chapter: 'optimizer',
    edits: [{ file: 'optimizer', find: 'v_hat ** 0.5 + eps_adam', replace: '(v_hat + eps_adam) ** 0.5' }],
  },
  ...ADAM_EPSILONS.map(
    (eps): Mistake => ({
      id: `adam-eps-${eps}`,
      title: `Adam eps ${eps.toString().replace('0.000001', '1e-6')}`,
      chapter: 'optimizer',
      edits: [],
      config: { eps_adam: eps },
    }),
  ),
  {
    id: 'bias-correction',
    title: 'both bias corrections one step ahead',
    chapter: 'optimizer',
    edits: [{ file: 'optimizer', find: ', step + 1)', replace: ', step + 2)', times: 2 }],
  },
  {
    id: 'bias-correction-v',
    title: 'bias correction of v one step ahead',
    chapter: 'optimizer',
    edits: [{ file: 'optimizer', find: 'power(beta2, step + 1)', replace: 'power(beta2, step + 2)' }],
  },
  {
    id: 'no-bias-correction',
    title: 'no bias correction',
    chapter: 'optimizer',
    edits: [
      { file: 'optimizer', find: 'm[i] / correction1', replace: 'm[i]' },
      { file: 'optimizer', find: 'v[i] / correction2', replace: 'v[i]' },
    ],
  },
  {
    id: 'beta1',
    title: 'beta1 0.9',
    chapter: 'optimizer',
    edits: [],
    config: { beta1: 0.9 },
  },
  {
    id: 'beta2',
    title: 'beta2 0.999',
    chapter: 'optimizer',
    edits: [],
    config: { beta2: 0.999 },
  },
  {
    id: 'learning-rate',
    title: 'learning rate one step ahead',
    chapter: 'optimizer',
    edits: [{ file: 'optimizer', find: '(1 - step / num_steps);', replace: '(1 - (step + 1) / num_steps);' }],
  },
  {
    id: 'learning-rate-end',
    title: 'learning rate 0 at the last step, not after it',
    chapter: 'optimizer',
    edits: [{ file: 'optimizer', find: '(1 - step / num_steps);', replace: '(1 - step / (num_steps - 1));' }],
  },
  {
    id: 'no-decay',
    title: 'learning rate constant',
    chapter: 'optimizer',
    edits: [{ file: 'optimizer', find: 'learning_rate * (1 - step / num_steps);', replace: 'learning_rate;' }],
  },
  {
    id: 'gradient-kept',
    title: 'gradients not set to 0',
    chapter: 'optimizer',
    edits: [{ file: 'optimizer', find: 'grad[i] = 0;', replace: '' }],
  },
];

/** Mistakes that change the samples alone. */
export const SAMPLING_MISTAKES: readonly Mistake[] = [
  {
    id: 'temperature',
    title: 'temperature not applied',
    chapter: 'inference',
    edits: [{ file: 'inference', find: 'config.temperature)', replace: '1)' }],
  },
];
