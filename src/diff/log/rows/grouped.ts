import { parseNumber } from '../../number.ts';

/** Separators of groups of three digits that cannot be a decimal point, and a space. */
const PLAIN_SEPARATOR = String.raw`['’_ \u00a0\u202f\u2009]`;
const END = String.raw`((?:[edf][-+]?\d+)?(?:_?f(?:16|32|64)|[fdl])?)`;
/** `1'234.5`, `1 234,5`, `1_000`. */
const GROUPED = new RegExp(
  String.raw`^([-+]?\d{1,3}(?:(${PLAIN_SEPARATOR})\d{3})(?:\2\d{3})*)(?:[.,](\d*))?${END}$`,
  'i',
);
/** `1,234.5`, `1.234,5`: what comes once behind the groups is the decimal point. */
const GROUPED_BY_POINT = new RegExp(String.raw`^([-+]?\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?!\2)[.,](\d*)${END}$`, 'i');
/** `1,234,567`: a point comes once. */
const GROUPED_TWICE = new RegExp(String.raw`^([-+]?\d{1,3}(?:([.,])\d{3})(?:\2\d{3})+)()${END}$`, 'i');
const PLAIN = /^\d{1,20}(?:\.\d{1,20})?$/;
const NO_DIGIT = /[^-+\d]/g;
/**
 * A number without the separators of its groups: `1'234.5`, `1,234.5` and `1.234,5` become `1234.5`. One group behind a
 * comma or point is a fraction: nobody has losses of thousands without one.
 *
 * @param text - any text; one without groups is as it was
 */
export function withoutGroups(text: string): string {
  const match = GROUPED.exec(text) ?? GROUPED_BY_POINT.exec(text) ?? GROUPED_TWICE.exec(text);
  if (match === null) return text;
  const [, whole, , fraction, end] = match;
  return whole.replace(NO_DIGIT, '') + (fraction === undefined || fraction === '' ? '' : `.${fraction}`) + end;
}

/** A number's value, its groups included; null where the text is none as a whole. */
export function parseGrouped(text: string): number | null {
  if (PLAIN.test(text)) return Number(text);
  return parseNumber(withoutGroups(text));
}
