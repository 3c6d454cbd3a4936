import { accumulate, type Libm, raise } from './python.ts';

// microgpt.py, lines 11 and 12, and its draws, in lines 20, 80 and 196.

/** Size of the generator's state in 32-bit words, and the distance of what is mixed (random.1). */
const N = 624;
const M = 397;
const MATRIX_A = 0x9908b0df;
const UPPER_MASK = 0x80000000;
const LOWER_MASK = 0x7fffffff;
/** Multipliers and start value of MT19937's init_genrand and init_by_array (random.2). */
const SEED_MULTIPLIER = 1812433253;
const ARRAY_SEED = 19650218;
const KEY_MULTIPLIER = 1664525;
const INDEX_MULTIPLIER = 1566083941;
const WORD_BITS = 32;
/** A double from 27 high bits of one word and 26 of the next (random.3). */
const HIGH_SHIFT = 5;
const LOW_SHIFT = 6;
const TWO_26 = 2 ** 26;
const TWO_53 = 2 ** 53;
const TWO_PI = 2 * Math.PI;

/**
 * CPython's `random.Random`, as far as microgpt.py draws from it: MT19937 and what is built on it.
 * Each draw goes on where the one before it ended (random.13), and a new stream has nothing of an
 * earlier one (random.12).
 *
 * Integers and uniforms equal CPython's bit for bit; `gauss` goes through log, cos and sin
 * (random.6).
 *
 * @example
 * new Random(42).random(); // => 0.6394267984578837
 */
export class Random {
  readonly #state = new Uint32Array(N);
  #index = N;
  readonly #math: Libm;
  #gauss_next: number | null = null;

  /**
   * @param seed - an integer of any size; its sign is ignored, as CPython ignores it (random.2)
   * @param math - the library that gauss takes log, cos and sin from
   * @throws RangeError where a number is no safe integer
   */
  constructor(seed: number | bigint, math: Libm = Math) {
    if (typeof seed === 'number' && !Number.isSafeInteger(seed))
      raise(`Random: the seed is ${seed}; pass a safe integer or a bigint (random.2)`);
    this.#math = math;
    this.#seedByArray(words(BigInt(seed)));
  }

  /** @returns the next uniform in [0, 1), a multiple of 2**-53 (random.3) */
  random(): number {
    const a = this.#word() >>> HIGH_SHIFT;
    const b = this.#word() >>> LOW_SHIFT;
    return (a * TWO_26 + b) / TWO_53;
  }

  /**
   * @param k - number of bits, an integer >= 0
   * @returns a uniform integer in [0, 2**k), least significant word drawn first (random.4)
   * @throws RangeError where k is negative or no integer (random.14)
   */
  getrandbits(k: number): bigint {
    if (!Number.isSafeInteger(k) || k < 0)
      raise(`getrandbits: k is ${k}; it must be an integer >= 0 (random.14)`);
    let result = 0n;
    for (let shift = 0; shift < k; shift += WORD_BITS) {
      const bits = Math.min(WORD_BITS, k - shift);
      result |= BigInt(this.#word() >>> (WORD_BITS - bits)) << BigInt(shift);
    }
    return result;
  }

  /**
   * A normal variate by Box and Muller: z = cos(2 pi u1) sqrt(-2 ln(1 - u2)), and the sine kept for
   * the next call.
   *
   * @param mu - mean
   * @param sigma - standard deviation
   * @returns mu + z sigma (random.6, random.7)
   */
  gauss(mu = 0, sigma = 1): number {
    let z = this.#gauss_next;
    this.#gauss_next = null;
    if (z === null) {
      const x2pi = this.random() * TWO_PI;
      const g2rad = Math.sqrt(-2 * this.#math.log(1 - this.random()));
      z = this.#math.cos(x2pi) * g2rad;
      this.#gauss_next = this.#math.sin(x2pi) * g2rad;
    }
    return mu + z * sigma;
  }

  /**
   * Shuffles in place, from the last element down, each swapped with one at or before it
   * (random.5).
   *
   * @param x - the list
   */
  shuffle<T>(x: T[]): void {
    for (let i = x.length - 1; i >= 1; i--) {
      const j = this.#randbelow(i + 1);
      [x[i], x[j]] = [x[j], x[i]];
    }
  }

  /**
   * `random.choices(range(len(weights)), weights)[0]`.
   *
   * @param weights - relative weights, summing to a finite number > 0
   * @returns an index i with probability weights[i] / total (random.8)
   * @throws RangeError where the total is 0, negative, infinite or NaN, or there is no weight
   * (random.10)
   */
  choices(weights: readonly number[]): number {
    return bisectWeights(weights, this.random());
  }

  /** An integer in [0, n), n >= 1: as many bits as n has, until they are below n (random.11). */
  #randbelow(n: number): number {
    const k = WORD_BITS - Math.clz32(n);
    let r = this.#word() >>> (WORD_BITS - k);
    while (r >= n) r = this.#word() >>> (WORD_BITS - k);
    return r;
  }

  /** The next tempered 32-bit word (random.1). */
  #word(): number {
    if (this.#index === N) this.#twist();
    let y = this.#state[this.#index++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  #twist(): void {
    const mt = this.#state;
    for (let k = 0; k < N; k++) {
      const y = (mt[k] & UPPER_MASK) | (mt[(k + 1) % N] & LOWER_MASK);
      mt[k] = mt[(k + M) % N] ^ (y >>> 1) ^ (y & 1 ? MATRIX_A : 0);
    }
    this.#index = 0;
  }

  /** init_genrand (random.2). */
  #seedByNumber(seed: number): void {
    const mt = this.#state;
    mt[0] = seed;
    for (let i = 1; i < N; i++) {
      mt[i] = Math.imul(SEED_MULTIPLIER, mt[i - 1] ^ (mt[i - 1] >>> 30)) + i;
    }
  }

  /** init_by_array: all words of the key are mixed in, then the state alone (random.2). */
  #seedByArray(key: readonly number[]): void {
    const mt = this.#state;
    this.#seedByNumber(ARRAY_SEED);
    const rounds = Math.max(N, key.length);
    for (let k = 0; k < rounds + N - 1; k++) {
      const [i, j] = [1 + (k % (N - 1)), k % key.length];
      const before = mt[i - 1] ^ (mt[i - 1] >>> 30);
      if (k < rounds) mt[i] = (mt[i] ^ Math.imul(before, KEY_MULTIPLIER)) + key[j] + j;
      else mt[i] = (mt[i] ^ Math.imul(before, INDEX_MULTIPLIER)) - i;
      if (i === N - 1) mt[0] = mt[N - 1];
    }
    mt[0] = UPPER_MASK; // the state is never all zero
  }
}

/**
 * The first index whose cumulative weight lies above u times the total (`bisect.bisect`, random.8).
 *
 * @param weights - relative weights
 * @param u - a uniform in [0, 1)
 * @returns an index into weights; never one of weight 0 (random.9), unless u times a total as small
 * as 2**-1022 rounds up to the total: then the last
 * @throws RangeError where the total is 0, negative, infinite or NaN, or there is no weight
 * (random.10)
 */
export function bisectWeights(weights: readonly number[], u: number): number {
  const cumulative = accumulate(weights);
  const total = cumulative.at(-1) ?? 0;
  if (!(total > 0 && total < Infinity))
    raise(`choices: the weights sum to ${total}; the total must be finite and > 0 (random.10)`);
  let low = 0;
  let high = weights.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (u * total < cumulative[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** |n| in 32-bit words, least significant first; one word for 0 (random.2). */
function words(n: bigint): number[] {
  const magnitude = n < 0n ? -n : n;
  const length = Math.ceil(magnitude.toString(2).length / WORD_BITS);
  return Array.from({ length }, (_, i) =>
    Number(BigInt.asUintN(WORD_BITS, magnitude >> BigInt(WORD_BITS * i))),
  );
}
