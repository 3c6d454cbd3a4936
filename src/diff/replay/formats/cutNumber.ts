import { digitsOf, parseNumber } from '../../number.ts';

/** Characters from the end on that are looked at: a thousand numbers. */
const MOST_LOOKED_AT = 32_768;
/** Numbers beside the last that tell how many digits a number has here. */
const LEAST_OTHERS = 8;
const NUMBER = /[-+]?[\d.][\w.]*(?:(?<=[edp])[-+]\d*)?/gi;

/**
 * The last number of a dump in text, where the file may have been cut off within it: no line end and nothing else is behind
 * it, and it has fewer digits than all before it.
 *
 * @param text - the dump
 * @returns the number as it stands there; null where nothing speaks for it
 */
export function cutOffNumber(text: string): string | null {
  const texts: string[] = text.slice(-MOST_LOOKED_AT).match(NUMBER) ?? [];
  const last = texts.pop();
  if (last === undefined || !text.endsWith(last)) return null;
  const others = texts
    .slice(1)
    .filter((other) => Number.isFinite(parseNumber(other)))
    .map(digitsOf);
  if (others.length < LEAST_OTHERS) return null;
  const { decimals, significant } = digitsOf(last);
  const isShorter =
    others.every((other) => decimals < other.decimals) || others.every((other) => significant < other.significant);
  return isShorter ? last : null;
}
