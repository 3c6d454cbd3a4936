import { type Digits, digitsOf } from '../number.ts';
import type { LossEvent } from './log.ts';
import { withoutGroups } from './rows/grouped.ts';

/** Trailing zeros that a form without them leaves out of some line of a log; more are left out of one line in 10**6. */
const MOST_ZEROS = 5;

/** With how many digits a log prints most of its losses: `%.4f` has 4 decimals, `%.17g` 17 significant digits. */
export type PrintFormat = Digits;

/**
 * Infers how a log prints its losses. One line does not tell: shortest forms and `%g` leave trailing zeros out.
 *
 * @param losses - all losses of the log
 * @returns the median of each; 0 digits where no loss is finite
 */
export function printFormat(losses: readonly LossEvent[]): PrintFormat {
  const digits = losses.filter(({ value }) => Number.isFinite(value)).map(({ text }) => lossDigits(text));
  return {
    decimals: median(digits.map(({ decimals }) => decimals)),
    significant: median(digits.map(({ significant }) => significant)),
  };
}

/**
 * Half a unit in the last place printed: what rounding to the digits can have changed. A line with fewer digits than
 * most has had its zeros left out.
 *
 * @param format - of the whole log
 * @param loss - one of its losses, finite
 */
export function halfUnit({ decimals, significant }: PrintFormat, { text, value }: LossEvent): number {
  const own = lossDigits(text).decimals;
  const usual = value === 0 ? decimals : Math.min(decimals, significant - 1 - Math.floor(Math.log10(Math.abs(value))));
  const zeros = usual - own;
  const places = zeros > 0 && zeros <= MOST_ZEROS ? usual : own;
  return Number(`5e${-places - 1}`); // 10 ** -4 is not the double nearest to it in V8
}

/** The digits of a loss as it is printed, its groups of thousands undone. */
export function lossDigits(text: string): Digits {
  return digitsOf(withoutGroups(text));
}

/** The lower median; 0 of nothing. */
function median(counts: number[]): number {
  counts.sort((a, b) => a - b);
  return counts[(counts.length - 1) >> 1] ?? 0;
}
