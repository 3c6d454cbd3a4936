import type { Config } from '../../reference/config.ts';
import type { Deviation } from '../deviation.ts';

const RATE = 'const lr_t = learningRate(config, step, math);';

/** Deviations in the learning rate. */
export const LEARNING_RATE: readonly Deviation[] = [
  {
    id: 'learning-rate',
    clause: 'optimizer.7',
    title: 'learning rate one step ahead',
    explanation:
      'The rate of a step is that of the next one, since the step is counted from 1: learning_rate (1 - (step + 1) / num_steps). With four decimals it shows from the fifth loss on. Count the step from 0.',
    shows: 'update',
    edits: [{ file: 'optimizer', find: RATE, replace: 'const lr_t = learningRate(config, step + 1, math);' }],
  },
  {
    id: 'learning-rate-behind',
    clause: 'optimizer.7',
    title: 'learning rate one step behind',
    explanation:
      'The rate of a step is that of the step before, and the first step has the second rate twice, as where the rate is set behind the update. It is learning_rate (1 - step / num_steps).',
    shows: 'update',
    edits: [
      { file: 'optimizer', find: RATE, replace: 'const lr_t = learningRate(config, Math.max(step - 1, 0), math);' },
    ],
  },
  {
    id: 'learning-rate-end',
    clause: 'optimizer.7',
    title: 'learning rate 0 at the last step, not after it',
    explanation:
      'The rate falls over num_steps - 1, so that the last step does nothing. It is 0 only just after the last step. Divide by num_steps.',
    shows: 'update',
    edits: [
      {
        file: 'optimizer',
        find: 'const { learning_rate, num_steps, decay } = config;',
        replace: 'const { learning_rate, decay } = config;\n    const num_steps = Math.max(config.num_steps - 1, 1);',
      },
    ],
  },
  {
    id: 'no-decay',
    clause: 'optimizer.7',
    title: 'learning rate constant',
    explanation:
      'The rate never falls: it was left out, or step / num_steps is a division of integers, which gives 0. It falls to 0 over num_steps.',
    shows: 'update',
    edits: [{ file: 'optimizer', find: RATE, replace: 'const lr_t = config.learning_rate;' }],
  },
  constants('decay-cosine', 'cosine decay', { decay: 'cosine' }, 'the early revision has it', 'optimizer.7'),
  constants(
    'num-steps-500',
    'learning rate falls over 500 steps',
    { num_steps: 500 },
    'the early revision has 500 steps',
  ),
  constants(
    'num-steps-10000',
    'learning rate falls over 10000 steps',
    { num_steps: 10000 },
    'its decay follows another number of steps than the run',
  ),
  constants('learning-rate-0.1', 'learning rate 0.1', { learning_rate: 0.1 }, 'it is ten times as large'),
  constants(
    'learning-rate-0.001',
    'learning rate 1e-3',
    { learning_rate: 1e-3 },
    "it is the default of most libraries' Adam",
  ),
  constants('learning-rate-0.0003', 'learning rate 3e-4', { learning_rate: 3e-4 }, 'it is that of larger models'),
];

function constants(
  id: string,
  title: string,
  config: Partial<Config>,
  note: string,
  clause = 'parameters.12',
): Deviation {
  const explanation = `${title[0].toUpperCase()}${title.slice(1)}: ${note}. microgpt.py has 0.01, falling to 0 in a straight line over its 1000 steps.`;
  return { id, clause, title, explanation, shows: 'update', edits: [], config };
}
