// Ports that know nothing, for the tests of the suite: they must pass no clause.
//   constant  answers every request with ok and plausible constants of the right shape
//   echo      answers with its input
//   no        claims everything, and answers no
import { createInterface } from 'node:readline';
import { OPS } from '../../dist/port/ops.js';
import { ALL_OPS } from '../../dist/port/processPort.js';
import { readArguments, resultTokens } from '../../dist/port/wire.js';

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

function answer(line) {
  const [id, op, ...tokens] = line.split(' ');
  if (op === 'hello') return `@${id} ok 1 name=${mode} lang=none version=0 dtype=f64 ops=${ALL_OPS.join(',')}`;
  if (mode === 'no') return `@${id} no not today`;
  if (mode === 'echo') return `@${id} ok ${tokens.join(' ')}`;
  try {
    const args = readArguments(op, tokens);
    const { result } = OPS[op];
    const value =
      typeof result.type === 'string'
        ? plausible(result.type, args)
        : Object.fromEntries(Object.entries(result).map(([name, { type }]) => [name, plausible(type, args)]));
    return `@${id} ok ${resultTokens(op, value).join(' ')}`;
  } catch {
    return `@${id} ok 1`;
  }
}

createInterface({ input: process.stdin }).on('line', (line) => process.stdout.write(`${answer(line)}\n`));
