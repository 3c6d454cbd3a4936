import type { Config, StateDict } from '../../port/config.ts';
import { CANONICAL } from '../../port/config.ts';
import type { Seen } from './extent.ts';

/** What is seen of a request, by the names of the dimensions. */
export type Sizes = Readonly<Record<string, Seen | readonly Seen[]>>;

/** Sizes and constants of a model. */
export function modelSizes(config: Config, vocab_size: number): Sizes {
  const { n_layer, n_head, n_embd, block_size, activation } = config;
  const head_dim = n_embd / n_head;
  return {
    n_layer,
    n_head,
    head_dim,
    n_embd,
    'n_embd, by lanes': lanesOf(n_embd),
    'head_dim, by lanes': lanesOf(head_dim),
    block_size,
    vocab_size,
    'vocab_size, by lanes': lanesOf(vocab_size),
    activation,
  };
}

/** Parameters, by how large they are. */
export function parameterSizes(state_dict: StateDict): Sizes {
  return { 'largest parameter': largest(Object.values(state_dict).flat(2)) };
}

/** Which blocks of 8 and 4 a size is cut into, and what is left. */
export function lanesOf(size: number): string {
  if (size === 1) return '1';
  if (size % 8 === 0) return 'a multiple of 8';
  if (size % 4 === 0) return 'a multiple of 4';
  return size % 2 === 0 ? 'even' : 'odd';
}

/** A constant beside microgpt.py's. */
export function beside<K extends keyof Config>(config: Config, name: K): string {
  const value = config[name];
  if (value === CANONICAL[name]) return "microgpt.py's";
  return value === 0 ? '0' : 'another';
}

/** The standard deviation of the residual's matrices beside that of the others. */
export function residualOf({ std, std_residual }: Config): string {
  if (std_residual === std) return 'as std';
  return std_residual === 0 ? '0' : 'another';
}

/** The magnitude of the largest number; 0 where there is none. */
export function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}

/** That of the smallest that is not 0; NaN where there is none. */
export function smallest(numbers: readonly number[]): number {
  const least = numbers.reduce((few, x) => (x === 0 ? few : Math.min(few, Math.abs(x))), Number.POSITIVE_INFINITY);
  return least === Number.POSITIVE_INFINITY ? Number.NaN : least;
}

/** The largest difference of two numbers. */
export function spreadOf(numbers: readonly number[]): number {
  const [least, most] = numbers.reduce(
    ([a, b], x) => [Math.min(a, x), Math.max(b, x)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  return most - least;
}

/** Bits that a seed needs. */
export function seedBits(seed: number | bigint): number {
  const magnitude = BigInt(seed) < 0n ? -BigInt(seed) : BigInt(seed);
  return magnitude === 0n ? 0 : magnitude.toString(2).length;
}
