import { exact, nearestDouble } from './rational.ts';

/**
 * The double nearest to sum_i a_i b_i, computed with integers.
 *
 * @param a - finite
 * @param b - finite, as many
 */
export function exactSum(a: readonly number[], b: readonly number[]): number {
  const terms = a.map((x, i) => {
    const [left, right] = [exact(x), exact(b[i])];
    return { mantissa: left.mantissa * right.mantissa, exponent: left.exponent + right.exponent };
  });
  const least = Math.min(0, ...terms.map(({ exponent }) => exponent));
  const total = terms.reduce((sum, { mantissa, exponent }) => sum + (mantissa << BigInt(exponent - least)), 0n);
  return nearestDouble(total, 1n << BigInt(-least));
}
