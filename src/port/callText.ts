import { CANONICAL } from '../reference/config.ts';
import { nonFiniteName } from './nonFinite.ts';
import { OPS, type ValueType } from './ops.ts';
import type { OpName } from './port.ts';

/** The names of each operation's arguments, as spec/protocol.md has them. */
export const ARGUMENTS: Readonly<Record<OpName, readonly string[]>> = {
  random: ['seed', 'draws'],
  sin: ['x'],
  cos: ['x'],
  documents: ['bytes'],
  tokenizer: ['docs'],
  encode: ['uchars', 'doc'],
  decode: ['uchars', 'tokens'],
  exp: ['x'],
  log: ['x'],
  pow: ['x', 'exponent'],
  autograd: ['graph'],
  parameters: ['config', 'vocab_size'],
  linear: ['x', 'w'],
  softmax: ['logits'],
  rmsnorm: ['x'],
  forward: ['config', 'state_dict', 'tokens'],
  position_loss: ['probs', 'target'],
  average_loss: ['losses'],
  cross_entropy: ['logits', 'target'],
  backward: ['config', 'state_dict', 'tokens'],
  trace: ['config', 'state_dict', 'tokens'],
  adam: ['config', 'step', 'data', 'grad', 'm', 'v'],
  train: ['config', 'state_dict', 'documents', 'steps'],
  sampling: ['logits', 'temperature'],
  sample: ['config', 'state_dict', 'uniforms'],
  microgpt: ['config', 'bytes'],
};

/** Characters of one argument that are shown. */
const MOST_ARGUMENT = 160;

/**
 * A request in the operation's own terms, for messages: `position_loss(probs=[0.5,0.5], target=0)`. Of a configuration the
 * constants that are not microgpt.py's; what is long is cut.
 */
export function callText(op: OpName, args: readonly unknown[]): string {
  const types = OPS[op].args;
  return `${op}(${args.map((arg, i) => `${ARGUMENTS[op][i]}=${cut(argumentText(types[i], arg), MOST_ARGUMENT)}`).join(', ')})`;
}

/** A value of a port as JSON, with names for what JSON has no word for. */
export function valueText(value: unknown): string {
  return JSON.stringify(value, (_, item) => plain(item)) ?? String(value);
}

/** The beginning of a text, and how much there is of it where that is not all. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}... (${text.length} characters)`;
}

function argumentText(type: ValueType, value: unknown): string {
  if (type !== 'config') return valueText(value);
  const constants = Object.entries(Object(value)).filter(([name, x]) => Reflect.get(CANONICAL, name) !== x);
  return valueText(Object.fromEntries(constants));
}

function plain(item: unknown): unknown {
  if (typeof item === 'number') return Object.is(item, -0) ? '-0' : (nonFiniteName(item) ?? item);
  if (typeof item === 'bigint') return String(item);
  return item instanceof Uint8Array ? Buffer.from(item).toString('hex') : item;
}
