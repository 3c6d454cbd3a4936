import type { LossEvent } from './log.ts';
import { plainDecimal } from './rows/grouped.ts';

/** Trailing zeros that a form without them leaves out of some line of a log; more are left out of one line in 10**6. */
const MOST_ZEROS = 5;

/** What begins an exponent, and a fraction, in the numbers that parseNumber takes. */
const EXPONENT = /[edf]/;
const POINT = /[.,]/;

/** With how many digits a log prints most of its losses. */
export interface PrintFormat {
  /** Digits after the point (`%.4f` has 4). */
  readonly decimals: number;
  /** Significant digits (`%.17g` has 17). */
  readonly significant: number;
}

/**
 * Infers how a log prints its losses. One line does not tell: shortest forms and `%g` leave trailing zeros out.
 *
 * @param losses - all losses of the log
 * @returns the median of each; 0 digits where no loss is finite
 */
export function printFormat(losses: readonly LossEvent[]): PrintFormat {
  const texts = losses.filter(({ value }) => Number.isFinite(value)).map(({ text }) => text);
  return { decimals: median(texts.map(decimalsOf)), significant: median(texts.map(significantOf)) };
}

/**
 * Half a unit in the last place printed: what rounding to the digits can have changed. A line with fewer digits than
 * most has had its zeros left out.
 *
 * @param format - of the whole log
 * @param loss - one of its losses, finite
 */
export function halfUnit({ decimals, significant }: PrintFormat, { text, value }: LossEvent): number {
  const own = decimalsOf(text);
  const usual = value === 0 ? decimals : Math.min(decimals, significant - 1 - Math.floor(Math.log10(Math.abs(value))));
  const zeros = usual - own;
  const places = zeros > 0 && zeros <= MOST_ZEROS ? usual : own;
  return Number(`5e${-places - 1}`); // 10 ** -4 is not the double nearest to it in V8
}

/** Digits after the point that a decimal number's text has, its exponent counted in. */
export function decimalsOf(text: string): number {
  const { fraction, exponent } = partsOf(text);
  return Math.max(0, fraction.length - exponent);
}

function significantOf(text: string): number {
  const { whole, fraction } = partsOf(text);
  return (whole + fraction).replace(/^0+/, '').length;
}

function partsOf(text: string): { whole: string; fraction: string; exponent: number } {
  const [mantissa, exponent = '0'] = plainDecimal(text).toLowerCase().replace(/^[-+]/, '').split(EXPONENT);
  const [whole, fraction = ''] = mantissa.split(POINT);
  return { whole, fraction, exponent: Number(exponent) };
}

/** The lower median; 0 of nothing. */
function median(counts: number[]): number {
  counts.sort((a, b) => a - b);
  return counts[(counts.length - 1) >> 1] ?? 0;
}
