import { CANONICAL, type Config } from '../../port/config.ts';
import type { OpName } from '../../port/port.ts';
import { vocabSize } from '../../reference/parameters.ts';
import type { Answered } from './request.ts';
import { beside, residualOf } from './sizes.ts';

/** What each constant of a request is, by its name. */
export type Kinds = Readonly<Record<string, string>>;

/** A count: none, one, some, or more than the smallest models have. */
const COUNTS = { n_layer: 3, n_head: 4, head_dim: 4, block_size: 7, vocab_size: 10 } as const;

/** A pair that no request can have: two deviations of 0 are alike. */
export const IMPOSSIBLE: ReadonlySet<string> = new Set(['std 0 | std_residual 0']);

/**
 * The constants that an operation depends on, as kinds, any two of which must meet in one request. A trace is of the pass that
 * `forward` is asked for, at all pairs.
 */
export const CONSTANT_KINDS: { readonly [K in OpName]?: (request: Answered<K>) => Kinds } = {
  parameters: ({ args: [config, vocab_size] }) => ({
    ...sizeKinds(config, vocab_size),
    std: beside(config, 'std'),
    std_residual: residualOf(config),
  }),
  forward: (request) => documentKinds(request),
  backward: (request) => documentKinds(request),
  train: ({ args: [config, state_dict, documents, steps] }) => ({
    ...sizeKinds(config, vocabSize(state_dict)),
    activation: config.activation,
    ...rateKinds(config),
    epochs: documents.length < steps ? 'several' : 'one or less',
  }),
  sample: ({ args: [config, state_dict] }) => ({
    ...sizeKinds(config, vocabSize(state_dict)),
    activation: config.activation,
    temperature: temperatureKind(config),
  }),
  adam: ({ args: [config, step] }) => ({ ...rateKinds(config), step: step === 0 ? 'first' : 'later' }),
  microgpt: ({ args: [config], result }) => ({
    ...sizeKinds(config, vocabSize(result.state_dict)),
    activation: config.activation,
    ...rateKinds(config),
    std_residual: residualOf(config),
    temperature: temperatureKind(config),
    epochs: config.num_steps > result.docs.length ? 'several' : 'one or less',
  }),
};

function documentKinds({ args: [config, state_dict, tokens] }: Answered<'forward'> | Answered<'backward'>): Kinds {
  return {
    ...sizeKinds(config, vocabSize(state_dict)),
    activation: config.activation,
    document: tokens.length - 1 > config.block_size ? 'cut off' : 'whole',
  };
}

function sizeKinds(config: Config, vocab_size: number): Kinds {
  const { n_layer, n_head, n_embd, block_size } = config;
  const sizes = { n_layer, n_head, head_dim: n_embd / n_head, block_size, vocab_size };
  return Object.fromEntries(
    Object.entries(sizes).map(([name, size]) => [name, countKind(size, COUNTS[name as keyof typeof COUNTS])]),
  );
}

function countKind(size: number, many: number): string {
  if (size >= many) return `${many} and more`;
  // A vocabulary of BOS alone is that of no document.
  if (many === COUNTS.vocab_size) return `below ${many}`;
  return size < 2 ? String(size) : many === 3 ? '2' : `2 to ${many - 1}`;
}

function rateKinds(config: Config): Kinds {
  const { learning_rate, decay } = config;
  return {
    decay,
    learning_rate: learning_rate === 0 ? '0' : 'not 0',
    ...Object.fromEntries((['beta1', 'beta2', 'eps_adam'] as const).map((name) => [name, isOwn(config, name)])),
  };
}

/** A constant of Adam's: microgpt.py's own or another. */
function isOwn(config: Config, name: 'beta1' | 'beta2' | 'eps_adam'): string {
  return config[name] === CANONICAL[name] ? "microgpt.py's" : 'another';
}

function temperatureKind({ temperature }: Config): string {
  if (temperature === 1) return '1';
  return temperature < 1 ? 'below 1' : 'above 1';
}
