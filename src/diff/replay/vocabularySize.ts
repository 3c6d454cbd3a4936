import type { Config } from '../../reference/config.ts';
import { shapes } from '../../reference/parameters.ts';

/** Sizes that ports have, to find the configuration behind a number of parameters. */
const N_LAYER = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const N_EMBD = [8, 16, 24, 32, 48, 64, 128];
const BLOCK_SIZE = [8, 16, 32, 64, 128, 256];
/** Most configurations that a message names. */
const MOST_NAMED = 2;

/** The sizes that decide how many parameters there are. */
interface Sizes extends Pick<Config, 'n_layer' | 'n_embd' | 'block_size'> {
  readonly vocab_size: number;
}

/**
 * The size of the vocabulary that a number of parameters implies: (count - block_size n_embd - 12 n_layer n_embd^2) /
 * (2 n_embd) (parameters.9).
 *
 * @param count - number of parameters
 * @param config - the other sizes
 * @returns vocab_size, BOS included, or null where no vocabulary gives that number
 */
export function vocabularySize(count: number, config: Config): number | null {
  const ofNone = numParams(config, 0);
  const vocab_size = (count - ofNone) / (numParams(config, 1) - ofNone);
  return Number.isInteger(vocab_size) && vocab_size >= 1 ? vocab_size : null;
}

/**
 * The usual sizes with which a number of parameters fits a vocabulary, each other than the given in one size alone.
 *
 * @param count - number of parameters
 * @param config - the sizes that were given
 * @param vocab_size - BOS included
 */
export function sizesOfCount(
  count: number,
  config: Config,
  vocab_size: number,
): Pick<Config, 'n_layer' | 'n_embd' | 'block_size'>[] {
  const { n_layer, n_embd, block_size } = config;
  const others = [
    ...N_LAYER.map((layers) => ({ n_layer: layers, n_embd, block_size })),
    ...N_EMBD.map((width) => ({ n_layer, n_embd: width, block_size })),
    ...BLOCK_SIZE.map((context) => ({ n_layer, n_embd, block_size: context })),
  ];
  return others.filter((sizes) => numParams({ ...config, ...sizes }, vocab_size) === count);
}

/**
 * Says how many parameters there should be, and where the number may come from.
 *
 * @param count - number of parameters in the dump
 * @param config - the sizes
 * @param vocab_size - the vocabulary expected
 */
export function countMessage(count: number, config: Config, vocab_size: number): string {
  const expected = numParams(config, vocab_size);
  const { n_layer, n_embd, block_size } = config;
  const sizes = `n_layer ${n_layer}, n_embd ${n_embd}, block_size ${block_size}`;
  const message = `${count} parameters; ${sizes} with a vocabulary of ${vocab_size} have ${expected}`;
  const reading = readingOf(count, config, vocab_size, expected);
  return `${message}; ${reading ?? "give the port's own sizes, or dump every parameter once"}`;
}

function readingOf(count: number, config: Config, vocab_size: number, expected: number): string | null {
  if (count % expected === 0) {
    return `${count / expected} times as many: dump the initial parameters alone, once`;
  }
  if (count === expected - vocab_size * config.n_embd) {
    return 'without lm_head it would fit: dump lm_head too, also where it is tied to wte';
  }
  const fitting = nearby(config, vocab_size).filter(
    (sizes) => numParams({ ...config, ...sizes }, sizes.vocab_size) === count,
  );
  if (fitting.length === 0) return null;
  const changes = fitting.map((sizes) => differences(sizes, { ...config, vocab_size }));
  const fewest = Math.min(...changes.map(({ length }) => length));
  const named = changes.filter(({ length }) => length === fewest).slice(0, MOST_NAMED);
  return `${named.map((change) => change.join(', ')).join(', or ')} would fit: give the port's own sizes`;
}

/** Configurations that ports have, and those of one token more or less; with other sizes too, these fit by chance. */
function nearby({ n_layer, n_embd, block_size }: Config, vocab_size: number): Sizes[] {
  const others = N_LAYER.flatMap((layers) =>
    N_EMBD.flatMap((width) =>
      BLOCK_SIZE.map((context) => ({ n_layer: layers, n_embd: width, block_size: context, vocab_size })),
    ),
  );
  const tokens = [vocab_size + 1, Math.max(1, vocab_size - 1)];
  return [...tokens.map((size) => ({ n_layer, n_embd, block_size, vocab_size: size })), ...others];
}

/** The sizes that are others: 'n_embd 32', 'a vocabulary of 28'. */
function differences(sizes: Sizes, from: Sizes): string[] {
  const names = ['n_layer', 'n_embd', 'block_size', 'vocab_size'] as const;
  const others = names.filter((name) => sizes[name] !== from[name]);
  return others.map((name) => `${name.replace('vocab_size', 'a vocabulary of')} ${sizes[name]}`);
}

/** 2 vocab_size n_embd + block_size n_embd + 12 n_layer n_embd^2 (parameters.9). */
export function numParams(config: Config, vocab_size: number): number {
  return shapes({ ...config, n_head: 1 }, vocab_size).reduce((sum, { nout, nin }) => sum + nout * nin, 0);
}
