import { type Stated, statedConfig } from '../diff/dialects/stated.ts';
import { sizeFault } from '../port/sizeLimit.ts';
import { CONSTANTS, type Config, DIALECTS } from '../reference/config.ts';

/** What flags say of a run: those of the command, as far as the page takes them. */
export interface Flags {
  readonly stated: Stated;
  readonly config: Config;
  readonly layout: string | undefined;
}

const FLAG = /^--([\w-]+)$/;
const DECIMAL = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
const INTEGER = /^[-+]?\d+$/;

/**
 * Reads flags that are written as for the command: `--n_layer 2 --dialect early --layout alphabetical`.
 *
 * @throws RangeError where one is unknown, or has no value that it takes
 */
export function flagsOf(text: string): Flags {
  const words = text.trim().split(/[\s=]+/);
  const given = new Map<string, string>();
  for (let i = 0; i < words.length && words[0] !== ''; i += 2) {
    const name = FLAG.exec(words[i])?.[1].replaceAll('-', '_');
    if (name === undefined || !(name in CONSTANTS || name === 'dialect' || name === 'layout')) {
      throw new RangeError(
        `flags: ${words[i]} is none that the page takes; write --dialect, --layout or a constant, such as --n_layer 2`,
      );
    }
    const value = words[i + 1];
    if (value === undefined) throw new RangeError(`flags: ${words[i]} has no value; write one behind it`);
    given.set(name, value);
  }
  return read(given);
}

function read(given: ReadonlyMap<string, string>): Flags {
  const dialect = given.get('dialect') ?? null;
  if (dialect !== null && !(dialect in DIALECTS)) {
    throw new RangeError(`flags: there is no dialect ${dialect}; there are ${Object.keys(DIALECTS).join(', ')}`);
  }
  const constants = [...given]
    .filter(([name]) => name in CONSTANTS)
    .map(([name, value]) => [name, constantOf(name, value)]);
  const stated: Stated = { dialect, constants: Object.fromEntries(constants) };
  const config = statedConfig(stated);
  const fault = sizeFault(config);
  if (fault !== null) throw new RangeError(fault);
  return { stated, config, layout: given.get('layout') };
}

function constantOf(name: string, value: string): string | number | bigint {
  const constant = Object.entries(CONSTANTS).find(([one]) => one === name)?.[1];
  if (constant !== undefined && 'words' in constant) return value;
  if (!DECIMAL.test(value)) throw new RangeError(`flags: --${name} ${value} is no number; write one behind it`);
  return INTEGER.test(value) && !Number.isSafeInteger(Number(value)) ? BigInt(value) : Number(value);
}
