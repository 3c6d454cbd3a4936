import { type Config, configure } from '../port/config.ts';
import { LIMITS, limitFault } from '../port/limits.ts';
import type { Limits, PortInfo } from '../port/port.ts';
import { quoted, shownOnLine } from '../port/shown.ts';
import { sizeFault } from '../port/sizeLimit.ts';
import { CONFIG_FIELDS, readConstant } from './configWire.ts';
import { TokenReader } from './tokens.ts';

/** How much of a pair that cannot be read is shown. */
const SHOWN = 60;
/** Characters of a reason that are kept. */
const MOST_REASON = 500;

/**
 * Reads `config=any`, or `config=n_embd:16,decay:linear,vocab_size:27`: what is fixed at compile time
 * (spec/protocol.md, "What a port declares").
 *
 * @throws Error where a constant is unknown, named twice, of another type or outside its range, or the sizes are too large
 */
export function readConfigField(text: string): Pick<PortInfo, 'fixed' | 'vocab_size'> {
  if (text === 'any') return {};
  const constants = pairsOf('config', text).map(([name, value]): [string, unknown] => {
    if (name === 'vocab_size') return [name, vocabularySize(value)];
    const field = CONFIG_FIELDS.find((known) => known === name);
    if (field === undefined) {
      const all = [...CONFIG_FIELDS, 'vocab_size'].join(', ');
      throw new Error(`config has ${quoted(name, SHOWN)}, which is no constant; there are ${all}`);
    }
    return [name, constantOf(field, value)];
  });
  const { vocab_size, ...fixed }: Partial<Config> & { vocab_size?: number } = Object.fromEntries(constants);
  const fault = sizeFault(configure(fixed), vocab_size);
  if (fault !== null) throw new Error(`${fault}; a port that claims functions of vectors alone needs no config=`);
  return { fixed, ...(vocab_size === undefined ? {} : { vocab_size }) };
}

/**
 * Reads `limits=seed_bits:32,document:256`: how large the port's inputs may be.
 *
 * @throws Error where a limit is unknown, named twice, or too small for the suite's own inputs
 */
export function readLimits(text: string | undefined): Pick<PortInfo, 'limits'> {
  if (text === undefined) return {};
  const limits = pairsOf('limits', text).map(([name, value]): [string, number] => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    const fault = limitFault(name, number);
    if (fault !== null) throw new Error(fault.replace('NaN', quoted(value, SHOWN)));
    return [name, number];
  });
  return { limits: Object.fromEntries(limits) satisfies Limits };
}

/** Reads `order=python`. Throws Error where it is another word. */
export function readOrder(text: string | undefined): Pick<PortInfo, 'order'> {
  if (text === undefined) return {};
  if (text !== 'python') {
    throw new Error(`order is ${quoted(text, SHOWN)}; it must be python, or be left out where sums have another order`);
  }
  return { order: text };
}

/**
 * Reads `why=adam:6e6f,train:6e6f`: why the port does not claim operations, each reason as text of the wire.
 *
 * @throws Error where a reason is no text of the wire
 */
export function readReasons(text: string | undefined): Pick<PortInfo, 'reasons'> {
  if (text === undefined) return {};
  const reasons = pairsOf('why', text).map(([op, hex]): [string, string] => {
    const reader = new TokenReader([hex]);
    try {
      return [op, shownOnLine(reader.text(), MOST_REASON)];
    } catch {
      throw new Error(`why has ${quoted(hex, SHOWN)} for ${quoted(op, SHOWN)}; write the reason as hex of its UTF-8`);
    }
  });
  return { reasons: Object.fromEntries(reasons) };
}

function constantOf(name: (typeof CONFIG_FIELDS)[number], value: string): unknown {
  try {
    const constant = readConstant(new TokenReader([value]), name);
    return typeof constant === 'bigint' && Number.isSafeInteger(Number(constant)) ? Number(constant) : constant;
  } catch {
    throw new Error(`config: ${name} is ${quoted(value, SHOWN)}, which cannot be read; write it as on the wire`);
  }
}

function vocabularySize(value: string): number {
  if (!/^[1-9]\d{0,14}$/.test(value)) {
    throw new Error(`config: vocab_size is ${quoted(value, SHOWN)}; it must be an integer >= 1`);
  }
  return Number(value);
}

/** How a field is written. */
const EXAMPLES = {
  config: 'n_embd:16,decay:linear',
  limits: `${LIMITS[0]}:32,document:256`,
  why: 'adam:6e6f2041646d616d',
} as const;

/** `name:value` pairs with commas, each name once. */
function pairsOf(field: keyof typeof EXAMPLES, text: string): [name: string, value: string][] {
  const example = EXAMPLES[field];
  const pairs = text.split(',').map((pair): [string, string] => {
    const [name, value, ...rest] = pair.split(':');
    if (value === undefined || value === '' || rest.length > 0) {
      throw new Error(`${field} has ${quoted(pair, SHOWN)}, which is no name:value; write ${field}=${example}`);
    }
    return [name, value];
  });
  const twice = pairs.find(([name], i) => pairs.slice(0, i).some(([before]) => before === name));
  if (twice !== undefined) throw new Error(`${field} has ${quoted(twice[0], SHOWN)} twice; say it once`);
  return pairs;
}
