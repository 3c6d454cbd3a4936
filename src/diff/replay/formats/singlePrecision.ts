import { FLOAT32_DIGITS } from '../../float32.ts';

/** Significant digits that most shortest forms of float32 have; numbers that were rounded to fewer fit one by themselves. */
const USUAL = 8;

/**
 * The float32 numbers that a dump in decimals stands for. `%.9g` and the shortest form of a float32 read back as it, but read as
 * a float64 they lie beside it.
 *
 * @param values - the numbers as they were read
 * @returns them as float32, where each is such a form of one; otherwise as they were
 */
export function singlePrecision(values: Float64Array): Float64Array {
  const digits = [...values].map((x) => digitsOfSingle(x));
  const finite = digits.filter((count): count is number => count !== null).toSorted((a, b) => a - b);
  const isSingle = finite.length === values.length && finite[finite.length >> 1] >= USUAL;
  return isSingle ? values.map((x) => Math.fround(x)) : values;
}

/** With how many digits a number is that form of a float32; null where it is none. */
function digitsOfSingle(x: number): number | null {
  const text = x.toExponential();
  const count = text.replace(/e.*/, '').replace(/\D/g, '').length;
  const single = Math.fround(x);
  if (single === x) return Math.max(count, USUAL);
  if (count > FLOAT32_DIGITS || Number(single.toPrecision(count)) !== x)
    return Number(single.toPrecision(FLOAT32_DIGITS)) === x ? FLOAT32_DIGITS : null;
  return count;
}
