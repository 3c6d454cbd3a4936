import * as correct from '../../libm/correctRounding.ts';
import type { Libm } from '../../reference/python.ts';
import { Random } from '../../reference/random.ts';

/** A mathematical library that differs from V8's. */
export type LibmKind =
  /** Every result moved to one of its two neighbours in double precision, by chance. */
  | { readonly kind: 'ulp'; readonly seed: number }
  /** The same, with the neighbour chosen by the argument: a function, whose exact results stay what they are. */
  | { readonly kind: 'ulp-function'; readonly seed: number }
  /** A share of the results moved to one of their two neighbours in single precision, by chance. */
  | { readonly kind: 'ulp32'; readonly seed: number; readonly share: number }
  /** Every result times 1 + e, with e uniform in [-relative, relative]. */
  | { readonly kind: 'relative'; readonly relative: number; readonly seed: number }
  /** Every result correctly rounded. */
  | { readonly kind: 'correct' }
  /** V8's results; arguments are kept in `recorded`. */
  | { readonly kind: 'record' };

/** Arguments by function (`exp x`, `x^-0.5`): of those in EVERY, every nth, so that none has many more than 20,000. */
export const recorded = new Map<string, number[]>();

const counts = new Map<string, number>();
const EVERY: Readonly<Record<string, number>> = {
  'exp x': 24,
  'ln x': 1,
  'x^-1': 24,
  'x^-2': 24,
  'x^-0.5': 1,
  'x^-1.5': 1,
  'x^2': 210,
  'x^0.5': 210,
};

/** What differs from V8's: sine and cosine have no part in a run from a recorded start. */
type Differing = Pick<Libm, 'exp' | 'log' | 'pow'>;

/**
 * Makes the library, for the changed reference; the same description gives the same errors in the same order.
 *
 * @public
 */
export function libm(choice: LibmKind): Libm {
  return { ...differing(choice), sin: Math.sin, cos: Math.cos };
}

function differing(choice: LibmKind): Differing {
  if (choice.kind === 'correct') return CORRECT;
  if (choice.kind === 'record') return RECORDING;
  if (choice.kind === 'ulp-function') return nudgedFunctions(choice.seed);
  const change = perturbation(choice);
  return {
    exp: (x) => change(Math.exp(x)),
    log: (x) => change(Math.log(x)),
    pow: (x, y) => change(x ** y),
  };
}

function perturbation(
  choice: Exclude<LibmKind, { kind: 'correct' | 'record' | 'ulp-function' }>,
): (y: number) => number {
  const random = new Random(choice.seed);
  switch (choice.kind) {
    case 'ulp':
      return (y) => neighbour(y, random.random() < 0.5);
    case 'ulp32':
      return (y) => {
        const u = random.random();
        return u < choice.share ? neighbour32(y, u < choice.share / 2) : y;
      };
    case 'relative':
      return (y) => y * (1 + choice.relative * (2 * random.random() - 1));
  }
}

/** exp 0, ln 1, powers of 1 and what IEEE 754 can hold of a power are exact in every library. */
function nudgedFunctions(seed: number): Differing {
  const away = (x: number, y: number) => (hashed(x, y) ^ Math.imul(seed, 0x9e3779b1)) & 0x10000;
  const nudged = (result: number, x: number, y: number) => neighbour(result, away(x, y) !== 0);
  return {
    exp: (x) => (x === 0 ? 1 : nudged(Math.exp(x), x, 0)),
    log: (x) => (x === 1 ? 0 : nudged(Math.log(x), x, 1)),
    pow: (x, y) => {
      const result = x ** y;
      return Math.abs(x) === 1 || y === 0 || y === 1 || isPowerOfTwo(x) ? result : nudged(result, x, y);
    },
  };
}

/** 32 bits that depend on every bit of two doubles (a round of Murmur's finaliser). */
function hashed(x: number, y: number): number {
  double[0] = Math.abs(x); // integer powers are even or odd in every library
  let hash = Number(BigInt.asIntN(32, bits[0] ^ (bits[0] >> 32n)));
  double[0] = y;
  hash ^= Math.imul(Number(BigInt.asIntN(32, bits[0] >> 32n)), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function isPowerOfTwo(x: number): boolean {
  double[0] = x;
  return (bits[0] & 0xfffffffffffffn) === 0n;
}

const RECORDING: Differing = {
  exp: (x) => Math.exp(note('exp x', x)),
  log: (x) => Math.log(note('ln x', x)),
  pow: (x, y) => note(`x^${y}`, x) ** y,
};

function note(name: string, x: number): number {
  const count = counts.get(name) ?? 0;
  counts.set(name, count + 1);
  if (count % EVERY[name] === 0) argumentsOf(name).push(x);
  return x;
}

function argumentsOf(name: string): number[] {
  const args = recorded.get(name) ?? [];
  recorded.set(name, args);
  return args;
}

/** What has no value, or none that is finite and not 0, is the same in every library. */
const CORRECT: Differing = {
  exp: (x) => (isOrdinary(Math.exp(x)) ? correct.exp(x) : Math.exp(x)),
  log: (x) => (isOrdinary(Math.log(x)) ? correct.log(x) : Math.log(x)),
  pow: (x, y) => (isOrdinary(x ** y) ? correctPow(x, y) : x ** y),
};

function isOrdinary(result: number): boolean {
  return result !== 0 && Number.isFinite(result);
}

/** IEEE 754 already rounds a reciprocal, a square and a root correctly. */
function correctPow(x: number, y: number): number {
  if (y === -1) return 1 / x;
  if (y === 2) return x * x;
  return y === 0.5 ? Math.sqrt(x) : correct.pow(x, y);
}

const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);
const single = new Float32Array(1);
const bits32 = new Int32Array(single.buffer);

/** The next double away from 0, or toward it. */
function neighbour(y: number, away: boolean): number {
  double[0] = y;
  if (y === 0 || !Number.isFinite(y)) return y;
  bits[0] += away ? 1n : -1n;
  return double[0];
}

/** The next single away from 0, or toward it. */
function neighbour32(y: number, away: boolean): number {
  single[0] = y;
  if (single[0] === 0 || !Number.isFinite(single[0])) return y;
  bits32[0] += away ? 1 : -1;
  return single[0];
}
