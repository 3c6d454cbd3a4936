// Ports that know nothing, or nearly nothing: the suite must see through each.
//   no        claims everything, and answers no
//   constant  answers every request with ok and plausible constants of the right shape
//   echo      answers with its input
//   random    answers with plausible shapes full of other numbers at every call
//   shape     the reference, with every list and text one shorter
//   noise     the reference, with a relative error of up to 1e-3 in every number that is no integer
import { createInterface } from 'node:readline';
import { OPS } from '../../../dist/port/ops.js';
import { referencePort } from '../../../dist/port/reference.js';
import { ALL_OPS } from '../../../dist/protocol/processPort.js';
import { answer } from '../../../dist/protocol/serve.js';
import { readArguments, resultTokens } from '../../../dist/protocol/wire.js';

const [mode] = process.argv.slice(2);

/** A value of a type that a caller cannot tell from a computed one by its shape. */
function plausible(type, args) {
  const config = args.find((arg) => arg?.n_embd !== undefined);
  const state_dict = args.find((arg) => arg?.lm_head !== undefined);
  const list = args.find((arg) => Array.isArray(arg) && typeof arg[0] === 'number') ?? [0, 0];
  const constants = {
    int: 26,
    ints: [26, 4, 12, 12, 0, 26],
    text: 'emma',
    texts: ['emma', 'olivia'],
    float: Math.LN2,
    floats: list.map(() => 1 / list.length),
    matrix: Array.from({ length: list.length - 1 || 1 }, () => Array(state_dict?.lm_head.length ?? 27).fill(1 / 27)),
    state_dict: state_dict ?? {
      lm_head: Array(args[1] ?? 2).fill([]),
      rest: [Array(parameterCount(config, args[1])).fill(0.08)],
    },
    drawn: Array.isArray(args[1])
      ? args[1].map(({ kind, n }) =>
          kind === 'shuffle'
            ? Array.from({ length: n }, (_, i) => i)
            : kind === 'getrandbits'
              ? 1n
              : kind === 'choices'
                ? 0
                : 0.5,
        )
      : [],
  };
  return constants[type];
}

function parameterCount({ n_embd, block_size, n_layer } = { n_embd: 0, block_size: 0, n_layer: 0 }, vocab_size = 2) {
  return n_embd * (2 * Number(vocab_size) + block_size + 12 * n_layer * n_embd);
}

/** The same shapes, with other numbers and letters at every call. */
function random(value) {
  if (typeof value === 'bigint') return BigInt(Math.floor(uniform() * 2));
  if (typeof value === 'string') return letters(Math.floor(uniform() * 8));
  if (typeof value === 'number') return Number.isInteger(value) ? Math.floor(uniform() * 27) : uniform();
  return mapped(value, random);
}

/** What the reference answers, with every list one shorter and every text too. */
function misshapen(value) {
  if (typeof value === 'string') return value.slice(0, -1);
  return Array.isArray(value) ? value.slice(0, -1) : mapped(value, misshapen);
}

/** What the reference answers, with a relative error of up to 1e-3 in every number that is no integer. */
function noisy(value) {
  if (typeof value === 'number') return Number.isInteger(value) ? value : value * (1 + 1e-3 * (2 * uniform() - 1));
  return mapped(value, noisy);
}

function mapped(value, change) {
  if (Array.isArray(value)) return value.map(change);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, change(part)]));
}

function letters(count) {
  return Array.from({ length: count }, () => String.fromCharCode(97 + Math.floor(uniform() * 26))).join('');
}

/** Numerical Recipes' linear congruential generator: the same answers in every run. */
let state = 1;
function uniform() {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}

/** The reference with each answer spoiled. */
function spoiled(spoil) {
  const reference = referencePort('0');
  return { ...reference, ...Object.fromEntries(ALL_OPS.map((op) => [op, (...args) => spoil(reference[op](...args))])) };
}

const SPOILED = { shape: spoiled(misshapen), noise: spoiled(noisy) };

function answered(line) {
  const [id, op, ...tokens] = line.split(' ');
  if (op === 'hello')
    return `@${id} ok 1 name=${mode} lang=none version=0 dtype=f64 ops=${ALL_OPS.join(',')} config=any`;
  if (mode in SPOILED) return answer(SPOILED[mode], ALL_OPS, line);
  if (mode === 'no') return `@${id} no not today`;
  if (mode === 'echo') return `@${id} ok ${tokens.join(' ')}`;
  try {
    const args = readArguments(op, tokens);
    const { result } = OPS[op];
    const value =
      typeof result.type === 'string'
        ? plausible(result.type, args)
        : Object.fromEntries(Object.entries(result).map(([name, { type }]) => [name, plausible(type, args)]));
    return `@${id} ok ${resultTokens(op, mode === 'random' ? random(value) : value).join(' ')}`;
  } catch {
    return `@${id} ok 1`;
  }
}

for await (const line of createInterface({ input: process.stdin })) process.stdout.write(`${await answered(line)}\n`);
