import { NON_FINITE_SOURCE } from '../../../port/nonFinite.ts';

/** What may stand between groups of three digits, beside a space. */
const SEPARATORS = String.raw`.,'’_\u00a0\u202f\u2009`;
/** Behind a number: no letter, and no further digits behind a separator, so that no token is taken in part. */
const WHOLE = String.raw`(?![a-z\d_%?\u00c0-\uffff]|\.[a-z\d.]|[,'’_\u00a0\u202f\u2009]\d|[-+]\d|\*\^|\s?[x*]\s?10\b)`;
const DIGITS = String.raw`(?:\d|\.\d)(?:[${SEPARATORS}]?\d)*(?:\.(?=[ed]))?(?:[edf][-+]?\d+)?(?:_?f(?:16|32|64)|[fdl])?`;
const SPACED = String.raw`\d{1,3}(?: \d{3})+[.,]\d+`;
const SPECIAL = String.raw`${NON_FINITE_SOURCE}|[-+]?0x(?=\.?[\da-f])[\da-f]*\.?[\da-f]*p[-+]?\d+`;

/** A number within a line, whole; for regular expressions with the flag `i`. */
export const NUMBER = String.raw`(?:${SPECIAL}|[-+]?(?:${SPACED}|${DIGITS}))${WHOLE}`;

/** A whole number without sign, with groups of three digits or without; a space groups only before what ends a number. */
export const COUNT = String.raw`(?:\d{1,3}(?:[${SEPARATORS}]\d{3})+|\d{1,3}(?: \d{3})+(?=\s*(?:[|/,:;)\]=]|of\b|loss|$))|\d{1,15})(?![\d_]|[.,'’]\d)`;

const SEPARATOR = /[^\d]/g;

/**
 * Reads a whole number that COUNT found.
 *
 * @param text - `1000`, `1,000`, `1.000`, `1'000`, `1_000`, `1 000`
 */
export function countOf(text: string): number {
  return Number(text.replace(SEPARATOR, ''));
}

/** What ports write around a number, with the number in it: `np.float64(3.36)`, `Value(data=3.36, grad=1)`, `[[3.36]]`. */
export const WRAPPED = String.raw`(?:[a-z_][\w.:<>]{0,40})?\s?[([{<][^\d\n]{0,80}?`;

/** Stands where a number is still to come: `~3.42`, `3.1xxx`, `3.4...`, `n/a`, `?`. */
const PLACEHOLDER =
  /^(?:[~≈?]|\.{2,}|…|-{2,}|x+(?:\.x*)?$|[-+]?\d*[.,]?\d*(?:x+|\.{2,}|…|\?+)$|n\/?a$|tbd$|none$|null$)/i;

/** Whether a text stands for a number that is not given. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text);
}
