import type { Config } from '../../../port/config.ts';
import type { OpName, Port } from '../../../port/port.ts';
import type { CompletePort } from '../../../port/reference.ts';
import type { ProgramMistake } from './programMistake.ts';

/** Constants that one of the operations does not look at: it was written for microgpt.py's own. */

/** The same port, whose operation takes a constant as it stands here. */
function fixed(op: 'train' | 'sample' | 'microgpt' | 'forward' | 'backward' | 'adam', constants: Partial<Config>) {
  return (right: CompletePort): Partial<Port> => {
    const ask = right[op] as (config: Config, ...rest: unknown[]) => unknown;
    return { [op]: (config: Config, ...rest: unknown[]) => ask({ ...config, ...constants }, ...rest) };
  };
}

function ignored(
  op: Parameters<typeof fixed>[0],
  name: keyof Config,
  constants: Partial<Config>,
  chapter: string,
): ProgramMistake {
  return {
    id: `${op}-${name}-ignored`,
    title: `${op} does not look at ${name}`,
    chapter,
    ops: [op as OpName],
    wrap: fixed(op, constants),
  };
}

export const CONSTANTS: readonly ProgramMistake[] = [
  ignored('sample', 'activation', { activation: 'relu' }, 'inference'),
  ignored('train', 'activation', { activation: 'relu' }, 'training'),
  ignored('microgpt', 'activation', { activation: 'relu' }, 'training'),
  ignored('train', 'decay', { decay: 'linear' }, 'training'),
  ignored('microgpt', 'decay', { decay: 'linear' }, 'training'),
  ignored('train', 'beta1', { beta1: 0.85 }, 'training'),
  ignored('microgpt', 'beta2', { beta2: 0.99 }, 'training'),
  ignored('microgpt', 'learning_rate', { learning_rate: 0.01 }, 'training'),
  ignored('train', 'eps_adam', { eps_adam: 1e-8 }, 'training'),
  ignored('microgpt', 'temperature', { temperature: 0.5 }, 'inference'),
  {
    id: 'microgpt-std_residual-ignored',
    title: 'microgpt draws attn_wo and mlp_fc2 as the others',
    chapter: 'parameters',
    ops: ['microgpt'],
    wrap: ({ microgpt }) => ({ microgpt: (config, bytes) => microgpt({ ...config, std_residual: config.std }, bytes) }),
  },
  {
    id: 'sample-temperature-least',
    title: 'sample takes no temperature below 0.1',
    chapter: 'inference',
    ops: ['sample'],
    wrap: ({ sample }) => ({
      sample: (config, ...rest) => sample({ ...config, temperature: Math.max(0.1, config.temperature) }, ...rest),
    }),
  },
  {
    id: 'sample-temperature-most',
    title: 'sample takes no temperature above 1',
    chapter: 'inference',
    ops: ['sample'],
    wrap: ({ sample }) => ({
      sample: (config, ...rest) => sample({ ...config, temperature: Math.min(1, config.temperature) }, ...rest),
    }),
  },
];
