import type { Dtype } from '../../port/precision.ts';
import { isFloat32 } from '../float32.ts';
import type { DumpedArray } from '../replay/formats/dumpedArray.ts';
import { singlePrecision } from '../replay/formats/singlePrecision.ts';
import type { StepDump } from './stepDump.ts';

/** Numbers other than 0 that tell how many digits a dump has. */
const LEAST_NUMBERS = 18;
/** The shortest form of a double has fewer digits than that less than once in a hundred: never so many in a row. */
const LEAST_DIGITS = 15;
/** A number of a random float32 has no more bits than that once in 2 to the 12. */
const SHORT_BITS = 12;

/**
 * The arithmetic of dumps: f32 where every finite number of `params` and `grad` is a float32, else f64; f64 too where there are none.
 *
 * @param dumps - as `readStep` gives them
 */
export function dtypeOf(dumps: readonly StepDump[]): Dtype {
  const numbers = numbersIn(dumps);
  return numbers.length > 0 && numbers.every((x) => Math.fround(x) === x) ? 'f32' : 'f64';
}

/** Whether the numbers that tell the arithmetic are so short that either has them: such as 0.5, -0.75 and 0. */
export function isEither(dumps: readonly StepDump[]): boolean {
  const numbers = numbersIn(dumps);
  return numbers.length > 0 && numbers.every((x) => Math.fround(x) === x && isShort(x));
}

/** Whether half the bits of a float32 are enough. */
function isShort(x: number): boolean {
  const scale = 2 ** (SHORT_BITS - 1 - Math.floor(Math.log2(Math.abs(x))));
  return x === 0 || Number.isInteger(x * scale);
}

function numbersIn(dumps: readonly StepDump[]): number[] {
  return dumps
    .flatMap(({ params, grad }) => [params, grad])
    .flatMap((dict) => Object.values(dict ?? {}))
    .flat(2)
    .filter(Number.isFinite);
}

/**
 * The numbers of a text as what they stand for: float32 in decimals where all of them together are.
 *
 * @param arrays - that belong together, such as all of `grad`
 * @param isComputed - whether the port computed them: parameters may be chosen, and short
 * @throws RangeError where they are rounded to fewer digits than read back
 */
export function inPrecision(
  arrays: readonly DumpedArray[],
  what: string,
  isComputed: boolean,
): { arrays: readonly DumpedArray[]; isSingle: boolean } {
  const finite = Float64Array.from(arrays.flatMap(({ values }) => [...values.filter(Number.isFinite)]));
  const isSingle = finite.length > 0 && singlePrecision(finite).every((x) => Math.fround(x) === x);
  if (isSingle)
    return { arrays: arrays.map((array) => ({ ...array, values: array.values.map(Math.fround) })), isSingle };
  const others = finite.filter((x) => x !== 0);
  const most = others.reduce((digits, x) => Math.max(digits, significantDigits(x)), 0);
  if (isComputed && others.length >= LEAST_NUMBERS && most < LEAST_DIGITS) {
    throw new RangeError(
      `step: the numbers of ${what} are rounded to ${most} digits, too few to judge them by; write each with 17 (%.17g, Python's repr), of float32 with 9`,
    );
  }
  return { arrays, isSingle };
}

/** A number of the rest of a dump whose parameters or gradients are float32. */
export function singleWhereItIs(values: Float64Array): Float64Array {
  return values.map((x) => (isFloat32(x) ? Math.fround(x) : x));
}

function significantDigits(x: number): number {
  return x.toExponential().replace(/e.*/, '').replace(/\D/g, '').length;
}
