import type { Dtype } from '../port/precision.ts';

const SMALLEST: Readonly<Record<Dtype, number>> = { f64: 2 ** -1074, f32: 2 ** -149 };
const DIGITS: Readonly<Record<Dtype, string>> = {
  f64: 'print 17 significant digits (C %.17g), or the shortest that reads back (Python repr, Rust {:?}, Go -1)',
  f32: 'print 9 significant digits (C %.9g), or the shortest that reads back (Rust {:?}, Go -1)',
};

/** Numbers that are easily lost between reading and printing, as the port's type holds them. */
export function specialValues(dtype: Dtype): number[] {
  const long = dtype === 'f32' ? 1024 - 2 ** -14 : 0.1 + 0.2; // needs all 9 digits, or all 17
  return [long, Number.NaN, Infinity, -Infinity, -0, SMALLEST[dtype]];
}

/** As many numbers as the canonical model has parameters, of all magnitudes. */
export function manyValues(dtype: Dtype): number[] {
  const values = Array.from({ length: 4192 }, (_, i) => Math.sin(i + 1) * 2 ** ((i % 61) - 30));
  return dtype === 'f32' ? values.map(Math.fround) : values;
}

/** What to do where a number does not come back as it was sent. */
export function valueFix(x: number, dtype: Dtype): string {
  if (Number.isNaN(x)) return 'read and print not-a-number as nan';
  if (!Number.isFinite(x)) return 'read and print infinities as inf and -inf';
  if (Object.is(x, -0)) return 'keep the sign of zero: print -0';
  if (Math.abs(x) === SMALLEST[dtype]) return 'keep subnormal numbers: no -ffast-math, no float in place of double';
  return DIGITS[dtype];
}
