import type { Deviation } from '../../../deviations/deviation.ts';
import type { Config } from '../../../reference/config.ts';

/** A constant that is neither microgpt.py's nor one of the catalogue's. */
export interface OtherValue extends Deviation {
  /** What the constant is, as a search that fits constants calls it. */
  readonly family: string;
  readonly value: number;
}

/** Ten constants between those of the catalogue, no family more than twice. */
export const VALUES: readonly OtherValue[] = [
  rmsnormEps('1e-4', 'ten times as large: beyond the epsilons of the catalogue'),
  rmsnormEps('1e-12', 'as BERT has it: between none at all and the 1e-8 of the catalogue'),
  {
    ...value('log-eps', 3e-9, 'loss.1', 'log(p + 3e-9)', 'Between the 1e-8 and the 1e-10 of the catalogue.'),
    shows: 'forward',
    edits: [{ file: 'loss', find: 'tape.log(p)', replace: 'tape.log(tape.add(p, tape.leaf(3e-9)))' }],
  },
  {
    ...value(
      'attention-factor',
      0.3,
      'model.10',
      'attention scaled by 0.3',
      'The scores are multiplied by 0.3, between 1 / 4 for head_dim and 1 / 2 for its root.',
    ),
    id: 'outside-attention-scale-0.3',
    shows: 'forward',
    edits: [{ file: 'model', find: 'tape.math.pow(head_dim, 0.5)', replace: '1 / 0.3' }],
  },
  {
    ...constant('std', 0.05, 'initial std 0.05', 'Between the 0.02 of GPT-2 and the 0.08 of microgpt.py.'),
    shows: 'parameters',
  },
  constant('learning_rate', 0.02, 'learning rate 0.02', 'The learning rate is twice as large.'),
  constant('eps_adam', 3e-9, 'Adam eps 3e-9', 'Between the 1e-9 of the catalogue and the right 1e-8.'),
  constant('beta1', 0.87, 'beta1 0.87', 'Between the 0.85 of microgpt.py and the 0.9 of others.'),
  constant('beta2', 0.995, 'beta2 0.995', 'Between the 0.99 of microgpt.py and the 0.999 of others.'),
  {
    ...value('weight-decay', 0.03, 'training.8', 'weight decay 0.03', 'Between the 0.01 and the 0.1 of the catalogue.'),
    edits: [
      { file: 'optimizer', find: 'data[i] -= ', replace: 'data[i] -= lr_t * 0.03 * data[i];\n        data[i] -= ' },
    ],
  },
];

function rmsnormEps(eps: string, note: string): OtherValue {
  return {
    ...value('rmsnorm-eps', Number(eps), 'model.7', `RMSNorm eps ${eps}`, `The epsilon of RMSNorm is ${eps}, ${note}.`),
    id: `outside-rmsnorm-eps-${eps}`,
    shows: 'forward',
    edits: [{ file: 'model', find: 'const EPS_RMSNORM = 1e-5;', replace: `const EPS_RMSNORM = ${eps};` }],
  };
}

function constant(name: keyof Config, to: number, title: string, explanation: string): OtherValue {
  return { ...value(name, to, 'parameters.12', title, explanation), config: { [name]: to } };
}

function value(family: string, to: number, clause: string, title: string, explanation: string): OtherValue {
  const id = `outside-${family.replace('_', '-')}-${to}`;
  return { id, clause, title, explanation, shows: 'update', edits: [], family, value: to };
}
