import type { OpName } from './port.ts';

/** The ten chapters, in microgpt.py's order. */
export const CHAPTERS = [
  'random',
  'dataset',
  'tokenizer',
  'autograd',
  'parameters',
  'model',
  'loss',
  'optimizer',
  'training',
  'inference',
] as const;

/** All that has clauses: the ten chapters, and behind them the protocol, which only a port in another process is asked about. */
export const SPEC_CHAPTERS = [...CHAPTERS, 'protocol'] as const;

export type Chapter = (typeof SPEC_CHAPTERS)[number];

/** How a value is written as JSON, and how two of them are compared (spec/traces.md). */
export type ValueType =
  | 'int' // a JSON number; exact
  | 'ints'
  | 'ints[]' // a list of lists
  | 'integer' // any size, a decimal string; exact
  | 'text'
  | 'texts'
  | 'bytes' // hex; "" when empty
  | 'float'
  | 'floats'
  | 'matrix'
  | 'config' // only the constants that differ from microgpt.py's
  | 'state_dict'
  | 'trace' // lists of floats by name
  | 'graph'
  | 'draws'
  | 'drawn';

/**
 * What an error in a float is measured against: the value itself, 1 (or the value, if larger), or the largest
 * magnitude in the vector or matrix that it stands in (spec/numerics.md); for a gradient also what rounding leaves of the
 * largest in all its matrices, where parts of it cancel.
 */
export type Scale = 'value' | 'unit' | 'array' | 'gradient';

/** A result, or one named part of it. */
export interface Part {
  readonly type: ValueType;
  readonly scale: Scale;
}

/** An operation's types. */
export interface Signature {
  readonly chapter: Chapter;
  readonly args: readonly ValueType[];
  readonly result: Part | Readonly<Record<string, Part>>;
}

const exact = (type: ValueType): Part => ({ type, scale: 'value' });

/** Every operation of a port: what it takes and what it gives. */
export const OPS: Readonly<Record<OpName, Signature>> = {
  random: { chapter: 'random', args: ['integer', 'draws'], result: exact('drawn') },
  sin: { chapter: 'random', args: ['floats'], result: { type: 'floats', scale: 'unit' } },
  cos: { chapter: 'random', args: ['floats'], result: { type: 'floats', scale: 'unit' } },
  documents: { chapter: 'dataset', args: ['bytes'], result: exact('texts') },
  tokenizer: {
    chapter: 'tokenizer',
    args: ['texts'],
    result: { uchars: exact('texts'), BOS: exact('int'), vocab_size: exact('int') },
  },
  encode: { chapter: 'tokenizer', args: ['texts', 'text'], result: exact('ints') },
  decode: { chapter: 'tokenizer', args: ['texts', 'ints'], result: exact('text') },
  exp: { chapter: 'autograd', args: ['floats'], result: { type: 'floats', scale: 'value' } },
  log: { chapter: 'autograd', args: ['floats'], result: { type: 'floats', scale: 'value' } },
  pow: { chapter: 'autograd', args: ['floats', 'float'], result: { type: 'floats', scale: 'value' } },
  autograd: {
    chapter: 'autograd',
    args: ['graph'],
    // Gradients of several paths may cancel: x / x has a gradient of 0, and of 1e-16 where 1 / x is an ulp off.
    result: { data: { type: 'floats', scale: 'value' }, grad: { type: 'floats', scale: 'array' } },
  },
  parameters: {
    chapter: 'parameters',
    args: ['config', 'int'],
    result: { type: 'state_dict', scale: 'array' },
  },
  linear: { chapter: 'model', args: ['floats', 'matrix'], result: { type: 'floats', scale: 'array' } },
  softmax: { chapter: 'model', args: ['floats'], result: { type: 'floats', scale: 'value' } },
  rmsnorm: { chapter: 'model', args: ['floats'], result: { type: 'floats', scale: 'value' } },
  forward: {
    chapter: 'model',
    args: ['config', 'state_dict', 'ints'],
    result: {
      logits: { type: 'matrix', scale: 'array' },
      losses: { type: 'floats', scale: 'unit' },
      loss: { type: 'float', scale: 'unit' },
    },
  },
  position_loss: { chapter: 'loss', args: ['floats', 'int'], result: { type: 'float', scale: 'value' } },
  average_loss: { chapter: 'loss', args: ['floats'], result: { type: 'float', scale: 'value' } },
  cross_entropy: {
    chapter: 'loss',
    args: ['floats', 'int'],
    result: { loss: { type: 'float', scale: 'unit' }, grad: { type: 'floats', scale: 'unit' } },
  },
  backward: {
    chapter: 'model',
    args: ['config', 'state_dict', 'ints'],
    result: { loss: { type: 'float', scale: 'unit' }, grad: { type: 'state_dict', scale: 'gradient' } },
  },
  trace: { chapter: 'model', args: ['config', 'state_dict', 'ints'], result: { type: 'trace', scale: 'array' } },
  adam: {
    chapter: 'optimizer',
    args: ['config', 'int', 'floats', 'floats', 'floats', 'floats'],
    result: {
      data: { type: 'floats', scale: 'array' },
      m: { type: 'floats', scale: 'array' },
      v: { type: 'floats', scale: 'array' },
    },
  },
  train: {
    chapter: 'training',
    args: ['config', 'state_dict', 'ints[]', 'int'],
    result: { losses: { type: 'floats', scale: 'unit' }, state_dict: { type: 'state_dict', scale: 'array' } },
  },
  sampling: { chapter: 'inference', args: ['floats', 'float'], result: { type: 'floats', scale: 'value' } },
  sample: {
    chapter: 'inference',
    args: ['config', 'state_dict', 'floats'],
    result: { tokens: exact('ints'), probs: { type: 'matrix', scale: 'array' } },
  },
  microgpt: {
    chapter: 'training',
    args: ['config', 'bytes'],
    result: {
      docs: exact('texts'),
      state_dict: { type: 'state_dict', scale: 'array' },
      losses: { type: 'floats', scale: 'unit' },
      samples: exact('texts'),
    },
  },
};

/**
 * Operations that a port may lack and lack nothing: no clause waits for them (spec/protocol.md, "trace", "sin", "cos"). None does for
 * exp, log and pow either, but these are worth the three lines that they take, and are proposed.
 */
export const OPTIONAL: ReadonlySet<OpName> = new Set(['sin', 'cos', 'trace']);

/** Whether an operation gives one value, and not several named ones. */
export function isPart(result: Signature['result']): result is Part {
  return typeof result.type === 'string';
}
