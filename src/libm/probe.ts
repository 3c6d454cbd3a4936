import { type Dtype, ulps } from '../port/precision.ts';
import * as correct from './correctRounding.ts';

/** A function of a mathematical library as microgpt.py uses it, and the interval that its arguments come from. */
export interface Probe {
  /** As it stands in a report: `x^-0.5`. */
  readonly function: string;
  readonly min: number;
  readonly max: number;
  /** The correctly rounded value. */
  readonly correct: (x: number) => number;
}

/** How far a function is from correct rounding, on the arguments of its probe. */
export interface LibmAccuracy {
  readonly function: string;
  /** Number of arguments. */
  readonly count: number;
  /** On how many the result is not the number nearest to the value. */
  readonly misrounded: number;
  /** By how many units in the last place at most; Infinity where one was no number. */
  readonly maxUlps: number;
}

/** Arguments for each function: with 2000, a share of 10 % is known to 1.3 % (two standard deviations). */
const COUNT = 2000;

/** exp in softmax, after the maximum is subtracted. */
export const EXP: Probe = { function: 'exp x', min: -20, max: 0, correct: correct.exp };
/** log in the loss. */
export const LOG: Probe = { function: 'ln x', min: 0, max: 1, correct: correct.log };
/** The power in RMSNorm; that of a division by x ** -1. */
export const POWERS: readonly (Probe & { readonly exponent: number })[] = [
  { function: 'x^-0.5', exponent: -0.5, min: 0, max: 4, correct: (x) => correct.pow(x, -0.5) },
  { function: 'x^-1', exponent: -1, min: 1, max: 27, correct: (x) => correct.pow(x, -1) },
];

/** A probe's arguments: spread evenly over its interval, ends left out, as the port's type holds them. */
export function probeArguments({ min, max }: Probe, dtype: Dtype): number[] {
  const spread = Array.from({ length: COUNT }, (_, i) => min + ((max - min) * (i + 0.5)) / COUNT);
  return dtype === 'f32' ? spread.map(Math.fround) : spread;
}

/**
 * Compares a port's results with the correctly rounded ones.
 *
 * @param probe - the function
 * @param dtype - the type that is rounded to; float32 by way of double, which misses the nearest once in 2**29 times
 * @param args - its arguments
 * @param results - what the port gave, one for each argument
 */
export function accuracy(
  probe: Probe,
  dtype: Dtype,
  args: readonly number[],
  results: readonly number[],
): LibmAccuracy {
  const distances = args.map((x, i) => {
    const want = probe.correct(x);
    return ulps(dtype === 'f32' ? Math.fround(want) : want, results[i] ?? Number.NaN, dtype);
  });
  return {
    function: probe.function,
    count: args.length,
    misrounded: distances.filter((distance) => distance > 0).length,
    maxUlps: Math.max(...distances),
  };
}
