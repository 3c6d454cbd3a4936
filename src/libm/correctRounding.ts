import { type Exact, exact, integerSqrt, nearestDouble } from './rational.ts';

/** Bits behind the point at first, and how often they are doubled until rounding is certain. */
const FIRST_PRECISION = 192;
const ATTEMPTS = 4;
/** More than the number of roundings in any sum below, each at most one unit of the last bit. */
const ERROR_UNITS = 4096n;
/** Halvings of the argument of exp before its series; each costs a squaring and spares terms. */
const HALVINGS = 8n;

/** A function's value times 2^bits, within ERROR_UNITS. */
type FixedPoint = (bits: bigint) => bigint;

/** e^x, correctly rounded. */
export function exp(x: number): number {
  return x === 0 ? 1 : round(`exp(${x})`, (bits) => fixedExp(exact(x), bits));
}

/** ln x, correctly rounded, for x > 0. */
export function log(x: number): number {
  return x === 1 ? 0 : round(`log(${x})`, (bits) => fixedLog(exact(x), bits));
}

/** sin x, correctly rounded, for small |x| (the series is taken where it is). */
export function sin(x: number): number {
  return x === 0 ? x : round(`sin(${x})`, (bits) => alternating(fixed(exact(x), bits), 1n, bits));
}

/** cos x, correctly rounded, for small |x|. */
export function cos(x: number): number {
  return x === 0 ? 1 : round(`cos(${x})`, (bits) => alternating(fixed(exact(x), bits), 0n, bits));
}

/** x^y, correctly rounded, for x > 0 (or an integer y) and 2 y an integer: all that microgpt.py uses. */
export function pow(x: number, y: number): number {
  if (!Number.isInteger(2 * y)) throw new RangeError(`pow: the exponent ${y} is no multiple of 0.5`);
  if (y < 0) return pow0(inverse(rational(exact(x))), -y);
  return pow0(rational(exact(x)), y);
}

interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

function pow0({ n, d }: Rational, y: number): number {
  const twice = BigInt(2 * y);
  if (twice % 2n === 0n) return nearestDouble(n ** (twice / 2n), d ** (twice / 2n));
  // The root of n^2y / d^2y, to more than 64 bits; an odd last bit stands for all that follow.
  const shift = 128n + BigInt(d.toString(2).length) * twice;
  const square = ((n ** twice) << (2n * shift)) / d ** twice;
  const root = integerSqrt(square);
  const isExact = root * root === square && root * root * d ** twice === (n ** twice) << (2n * shift);
  return nearestDouble(2n * root + (isExact ? 0n : 1n), 2n << shift);
}

function rational({ mantissa, exponent }: Exact): Rational {
  return exponent < 0 ? { n: mantissa, d: 1n << BigInt(-exponent) } : { n: mantissa << BigInt(exponent), d: 1n };
}

function inverse({ n, d }: Rational): Rational {
  return n < 0n ? { n: -d, d: -n } : { n: d, d: n };
}

/** Rounds both ends of the interval that is known to hold the value, with more bits until they agree. */
function round(what: string, value: FixedPoint): number {
  for (let attempt = 0, precision = FIRST_PRECISION; attempt < ATTEMPTS; attempt++, precision *= 2) {
    const bits = BigInt(precision);
    const middle = value(bits);
    const low = nearestDouble(middle - ERROR_UNITS, 1n << bits);
    const high = nearestDouble(middle + ERROR_UNITS, 1n << bits);
    if (low === high) return low;
  }
  throw new RangeError(`${what}: not decided by ${FIRST_PRECISION * 2 ** (ATTEMPTS - 1)} bits`);
}

function fixed({ mantissa, exponent }: Exact, bits: bigint): bigint {
  const shift = bits + BigInt(exponent);
  return shift >= 0n ? mantissa << shift : mantissa >> -shift;
}

/** e^x = 2^k e^r with r = x - k ln 2, and e^r from the series at r / 2^HALVINGS. */
function fixedExp(x: Exact, bits: bigint): bigint {
  const inner = bits + 2n * HALVINGS + 16n;
  const ln2 = logOfTwo(inner);
  const scaled = fixed(x, inner);
  const k = scaled / ln2;
  const r = (scaled - k * ln2) >> HALVINGS;
  const one = 1n << inner;
  let sum = one;
  for (let n = 1n, term = one; term !== 0n && term !== -1n; n++) {
    term = (term * r) / (n << inner);
    sum += term;
  }
  for (let i = 0n; i < HALVINGS; i++) sum = (sum * sum) >> inner;
  const shift = inner - bits - k;
  return shift >= 0n ? sum >> shift : sum << -shift;
}

/** ln(m 2^e) = e ln 2 + 2 artanh((m - 1) / (m + 1)) with m in [0.7, 1.5). */
function fixedLog({ mantissa, exponent }: Exact, bits: bigint): bigint {
  const length = mantissa.toString(2).length;
  const upper = mantissa >> BigInt(Math.max(length - 2, 0)) === 3n; // m >= 1.5 becomes m / 2
  const e = exponent + length - 1 + (upper ? 1 : 0);
  const m = fixed({ mantissa, exponent: exponent - e }, bits);
  const one = 1n << bits;
  return BigInt(e) * logOfTwo(bits) + 2n * artanh(((m - one) << bits) / (m + one), bits);
}

/** ln 2 by precision: every exp and log needs it. */
const logsOfTwo = new Map<bigint, bigint>();

function logOfTwo(bits: bigint): bigint {
  const known = logsOfTwo.get(bits);
  if (known !== undefined) return known;
  const value = 2n * artanh((1n << bits) / 3n, bits);
  logsOfTwo.set(bits, value);
  return value;
}

/** z + z^3 / 3 + z^5 / 5 + ... */
function artanh(z: bigint, bits: bigint): bigint {
  const square = (z * z) >> bits;
  let sum = 0n;
  for (let n = 1n, power = z; power !== 0n && power !== -1n; n += 2n, power = (power * square) >> bits)
    sum += power / n;
  return sum;
}

/** x^first / first! - x^(first + 2) / (first + 2)! + ...: the sine from 1, the cosine from 0. */
function alternating(x: bigint, first: bigint, bits: bigint): bigint {
  const square = (x * x) >> bits;
  let term = first === 0n ? 1n << bits : x;
  let sum = 0n;
  for (let n = first + 1n; term !== 0n && term !== -1n; n += 2n) {
    sum += term;
    term = -((term * square) >> bits) / (n * (n + 1n));
  }
  return sum;
}
