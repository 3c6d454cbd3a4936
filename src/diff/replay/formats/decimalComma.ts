import { beginningOf } from './consolePrint.ts';

/** Indices behind a name, `wte[0,3]`, whose comma is none of a number; or two integers with a comma between: `0,0327`. */
const COMMA =
  /(?<=[\p{L}\p{N}_\]])\[[\d\s,]*\]|(?<![\p{L}\p{N}.,_])[-+]?\d+,\d+(?:e[-+]?\d+)?(?![\p{L}\p{N}.]|,[-+]?\d)/giu;
/** Decimal commas with commas between the numbers: `0,0327,0,0533`. */
const COMMAS_BETWEEN = /(?<![\p{L}\p{N}.,_[])[-+]?0,\d{3,},[-+]?\d+,\d/u;
const WITH_POINT = /\d\.\d|(?<![\p{L}\p{N}_])\.\d/u;

/**
 * Decimal commas as points, where a text has no point in a number.
 *
 * @throws RangeError where commas stand between the numbers too
 */
export function withPoints(text: string): string {
  if (!text.includes(',') || WITH_POINT.test(text)) return text;
  const between = COMMAS_BETWEEN.exec(text);
  if (between !== null) {
    throw new RangeError(
      `params: ${beginningOf(text.slice(between.index))} has commas in its numbers and between them; print numbers with a point, or one a line (parameters.5)`,
    );
  }
  return text.replace(COMMA, (found) => (found.startsWith('[') ? found : found.replace(',', '.')));
}
