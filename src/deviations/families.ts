import type { Config } from '../reference/config.ts';
import { geluTanh } from './catalogue/mlp.ts';
import type { Deviation } from './deviation.ts';
import type { Edit } from './patched.ts';

/** A number that ports set otherwise, whatever its value: the catalogue has some values of each. */
export interface Family {
  /** Stable, in kebab-case. */
  readonly id: string;
  /** The clause that sets it. */
  readonly clause: string;
  /** 'RMSNorm eps'. */
  readonly title: string;
  /** The value that microgpt.py has; null where it has no such number. */
  readonly right: number | null;
  /** The values that are looked for, but for 0. */
  readonly least: number;
  readonly most: number;
  /** How values are spread over them: by their logarithm, or by that of what they lack to 1. */
  readonly scale: 'value' | 'complement';
  /** Whether 0 is a value too. */
  readonly zero: boolean;
  readonly shows: Deviation['shows'];
  /** What a port with another value has otherwise. */
  readonly change: (value: number) => Pick<Deviation, 'edits' | 'config'>;
}

const TINY = 1e-14;

/** In the order of the chapters. */
export const FAMILIES: readonly Family[] = [
  {
    ...{ id: 'std', clause: 'parameters.12', title: 'initial std', right: 0.08 },
    ...{ least: 1e-3, most: 10, scale: 'value', zero: false, shows: 'parameters' },
    change: (std) => ({ edits: [], config: { std } }),
  },
  {
    ...{ id: 'rmsnorm-eps', clause: 'model.7', title: 'RMSNorm eps', right: 1e-5 },
    ...{ least: TINY, most: 1, scale: 'value', zero: true, shows: 'forward' },
    change: (eps) => edit('model', 'const EPS_RMSNORM = 1e-5;', `const EPS_RMSNORM = ${eps};`),
  },
  {
    ...{ id: 'attention-factor', clause: 'model.10', title: 'factor of the attention scores', right: null },
    ...{ least: 0.01, most: 10, scale: 'value', zero: false, shows: 'forward' },
    change: (factor) => edit('model', 'tape.math.pow(head_dim, 0.5)', `1 / ${factor}`),
  },
  {
    ...{ id: 'leaky-relu-slope', clause: 'model.14', title: 'leaky ReLU, slope', right: null },
    ...{ least: 1e-4, most: 1, scale: 'value', zero: false, shows: 'forward' },
    change: (slope) =>
      edit(
        'model',
        'const positive = tape.relu(xi);',
        `const positive = tape.data[xi] > 0 ? tape.relu(xi) : tape.mul(xi, tape.leaf(${slope}));`,
      ),
  },
  {
    ...{ id: 'gelu-cubic', clause: 'model.14', title: 'GELU by tanh, factor of the cubic', right: null },
    ...{ least: 1e-3, most: 1, scale: 'value', zero: true, shows: 'forward' },
    change: (cubic) => ({ edits: geluTanh(cubic) }),
  },
  {
    ...{ id: 'softmax-epsilon', clause: 'model.2', title: 'softmax with a number in the denominator', right: null },
    ...{ least: TINY, most: 1, scale: 'value', zero: false, shows: 'forward' },
    change: (eps) => edit('model', 'tape.sum(exps)', `tape.add(tape.sum(exps), tape.leaf(${eps}))`),
  },
  {
    ...{ id: 'log-eps', clause: 'loss.1', title: 'log(p + eps), eps', right: null },
    ...{ least: TINY, most: 1, scale: 'value', zero: false, shows: 'forward' },
    change: (eps) => edit('loss', 'tape.log(p)', `tape.log(tape.add(p, tape.leaf(${eps})))`),
  },
  constant('learning_rate', 'learning rate', 0.01, [1e-5, 1]),
  constant('beta1', 'beta1', 0.85, [1e-2, 1 - 1e-5], 'complement'),
  constant('beta2', 'beta2', 0.99, [1e-2, 1 - 1e-6], 'complement'),
  constant('eps_adam', 'Adam eps', 1e-8, [TINY, 1]),
  {
    ...{ id: 'weight-decay', clause: 'training.8', title: 'weight decay', right: null },
    ...{ least: 1e-5, most: 1, scale: 'value', zero: false, shows: 'update' },
    change: (decay) => edit('optimizer', 'data[i] -= ', `data[i] -= lr_t * ${decay} * data[i];\n        data[i] -= `),
  },
];

function constant(
  name: 'learning_rate' | 'beta1' | 'beta2' | 'eps_adam',
  title: string,
  right: number,
  [least, most]: readonly [number, number],
  scale: Family['scale'] = 'value',
): Family {
  const change = (value: number) => ({ edits: [], config: { [name]: value } satisfies Partial<Config> });
  return {
    id: name,
    clause: 'parameters.12',
    title,
    right,
    least,
    most,
    scale,
    zero: name === 'eps_adam',
    shows: 'update',
    change,
  };
}

function edit(file: Edit['file'], find: string, replace: string): Pick<Deviation, 'edits'> {
  return { edits: [{ file, find, replace }] };
}

/** A value of a family as a deviation, with the family's name. */
export function deviationWith(family: Family, value: number): Deviation {
  const { id, clause, title, right, shows } = family;
  const due = right === null ? 'microgpt.py has no such number' : `it is ${right} in microgpt.py`;
  return {
    id,
    clause,
    title: `${title} ${value}`,
    explanation: `${title[0].toUpperCase()}${title.slice(1)}: ${value}; ${due}.`,
    shows,
    ...family.change(value),
  };
}
