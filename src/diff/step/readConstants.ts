import { quoted, shown } from '../../port/shown.ts';
import { CONSTANTS, type Config, type Constant } from '../../reference/config.ts';

/** The port's constants, as a file has them. */
export interface ReadConstants {
  readonly constants: Readonly<Partial<Config>>;
  /** The vocabulary's size, which microgpt.py counts; null where it is not there. */
  readonly vocab_size: number | null;
  /** Keys that are none of microgpt.py's. */
  readonly unknown: readonly string[];
}

/** What follows from other constants and the dataset, and is passed over. */
const DERIVED = /^(?:head_dim|num_params|num_docs|bos)$/;
const VOCABULARY: Constant = { integer: true, least: 1, meaning: 'tokens' };
/** An integer with more digits than every double keeps. */
const BEYOND_SAFE = /^-?\d{16,400}$/;
/** Characters of a key or value that a message shows. */
const SHOWN = 40;

/**
 * The port's constants, by microgpt.py's names or those in camel case.
 *
 * @param entries - what stands under `config`
 * @throws RangeError where one has no value of its kind
 */
export function readConstants(entries: readonly (readonly [key: string, value: unknown])[]): ReadConstants {
  const constants: Record<string, unknown> = {};
  const unknown: string[] = [];
  let vocab_size: number | null = null;
  for (const [key, value] of entries) {
    const name = key.replaceAll(/(?<=[a-z0-9])[A-Z]/g, '_$&').toLowerCase();
    const constant: Constant | undefined = Object.hasOwn(CONSTANTS, name) ? CONSTANTS[name as keyof Config] : undefined;
    if (constant !== undefined) constants[name] = constantOf(name, constant, value);
    else if (name === 'vocab_size') vocab_size = Number(constantOf(name, VOCABULARY, value));
    else if (!DERIVED.test(name)) unknown.push(key);
  }
  return { constants, vocab_size, unknown };
}

function constantOf(name: string, { words, integer }: Constant, value: unknown): number | bigint | string {
  if (words !== undefined) {
    const word = words.find((one) => one === value);
    if (word !== undefined) return word;
    throw wrong(name, value, words.join(' or '));
  }
  if (integer && typeof value === 'string' && BEYOND_SAFE.test(value)) return BigInt(value); // a seed in text
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number) && (!integer || Number.isInteger(number))) return number;
  throw wrong(name, value, integer ? 'an integer' : 'a number');
}

function wrong(name: string, value: unknown, due: string): RangeError {
  return new RangeError(`step: config.${name} is ${shownOf(value)}; write ${due}, or leave it out`);
}

function shownOf(value: unknown): string {
  return typeof value === 'string' ? quoted(value, SHOWN) : shown(String(JSON.stringify(value)).slice(0, SHOWN));
}
