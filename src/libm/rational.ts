/** A double's fraction bits, and the exponent of the smallest subnormal. */
const FRACTION_BITS = 52n;
const HIDDEN_BIT = 1n << FRACTION_BITS;
const LEAST_EXPONENT = -1074;
const GREATEST_EXPONENT = 971;
const EXPONENT_FIELD = 0x7ffn;

/** A finite double, exactly: mantissa 2^exponent. */
export interface Exact {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const view = new DataView(new ArrayBuffer(8));

/**
 * The integers that a double stands for.
 *
 * @param x - a finite double
 * @returns mantissa and exponent with x = mantissa 2^exponent
 */
export function exact(x: number): Exact {
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const field = (bits >> FRACTION_BITS) & EXPONENT_FIELD;
  const fraction = bits & (HIDDEN_BIT - 1n);
  const magnitude = field === 0n ? fraction : fraction | HIDDEN_BIT;
  return { mantissa: x < 0 ? -magnitude : magnitude, exponent: Math.max(Number(field), 1) - 1 + LEAST_EXPONENT };
}

/**
 * The double nearest to a rational number, ties to even: correct rounding, by its definition.
 *
 * @param numerator - of any size and sign
 * @param denominator - positive
 * @returns the double; an infinity beyond the greatest one, subnormal numbers included
 */
export function nearestDouble(numerator: bigint, denominator: bigint): number {
  if (numerator < 0n) return -nearestDouble(-numerator, denominator);
  if (numerator === 0n) return 0;
  // 2^53 <= numerator / denominator 2^-exponent < 2^55: one or two bits more than fit, and the rest in the remainder.
  const exponent = Math.max(bitLength(numerator) - bitLength(denominator) - 54, LEAST_EXPONENT - 1);
  const scaled = exponent < 0 ? numerator << BigInt(-exponent) : numerator;
  const divisor = exponent > 0 ? denominator << BigInt(exponent) : denominator;
  return rounded(scaled / divisor, scaled % divisor !== 0n, exponent);
}

/** quotient 2^exponent, and a little more if sticky, rounded to 53 bits. */
function rounded(quotient: bigint, sticky: boolean, exponent: number): number {
  const surplus = Math.max(bitLength(quotient) - 53, LEAST_EXPONENT - exponent, 0);
  const unit = 1n << BigInt(surplus);
  const twiceRest = 2n * (quotient & (unit - 1n));
  let mantissa = quotient >> BigInt(surplus);
  const up = twiceRest > unit || (twiceRest === unit && (sticky || (mantissa & 1n) === 1n));
  if (up) mantissa += 1n;
  return toDouble(mantissa, exponent + surplus);
}

/** mantissa 2^exponent for a mantissa of at most 53 bits (or 2^53), without rounding. */
function toDouble(mantissa: bigint, exponent: number): number {
  if (exponent > GREATEST_EXPONENT) return Infinity;
  // Two factors, since 2^exponent alone may be subnormal where the product is not.
  const half = Math.trunc(exponent / 2);
  return Number(mantissa) * 2 ** half * 2 ** (exponent - half);
}

/** Number of bits of a positive integer. */
export function bitLength(n: bigint): number {
  return n.toString(16).length * 4 - Math.clz32(Number.parseInt(n.toString(16)[0], 16)) + 28;
}

/** floor(sqrt(n)), by Newton's method from above. */
export function integerSqrt(n: bigint): bigint {
  if (n < 2n) return n;
  let root = 1n << BigInt((bitLength(n) + 1) >> 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
