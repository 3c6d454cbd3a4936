import { type Config, configure } from '../port/config.ts';
import { floatToken, type TokenReader } from './tokens.ts';

/** The constants of a configuration, in the order in which they stand on the wire (spec/protocol.md). */
export const CONFIG_FIELDS = [
  'n_layer',
  'n_embd',
  'block_size',
  'n_head',
  'std',
  'std_residual',
  'activation',
  'learning_rate',
  'beta1',
  'beta2',
  'eps_adam',
  'decay',
  'num_steps',
  'temperature',
  'num_samples',
  'seed',
] as const satisfies readonly (keyof Config)[];

/** Constants that are integers, words, or an integer of any size; all others are floats. */
const INTEGERS: ReadonlySet<string> = new Set([
  'n_layer',
  'n_embd',
  'block_size',
  'n_head',
  'num_steps',
  'num_samples',
]);
const WORDS: ReadonlySet<string> = new Set(['activation', 'decay']);

/** One constant as it stands on the wire. */
export function configToken(config: Config, name: (typeof CONFIG_FIELDS)[number]): string {
  const value = config[name];
  return typeof value === 'number' && !INTEGERS.has(name) && name !== 'seed' ? floatToken(value) : String(value);
}

/** Reads all constants. Throws RangeError where one is outside its range (parameters.8). */
export function readConfig(reader: TokenReader): Config {
  return configure(Object.fromEntries(CONFIG_FIELDS.map((name) => [name, readConstant(reader, name)])));
}

/** Reads one constant, whose range is not looked at. Throws WireError where it is of another type. */
export function readConstant(reader: TokenReader, name: (typeof CONFIG_FIELDS)[number]): string | number | bigint {
  if (name === 'seed') return reader.integer();
  if (INTEGERS.has(name)) return reader.int();
  return WORDS.has(name) ? reader.word() : reader.float();
}
