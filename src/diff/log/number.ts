/** A decimal number as most languages print it. */
const PLAIN = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
/** With a decimal comma (.NET in some locales), or the exponents of Lisp and Fortran (`3.36d0`) and Julia (`3.36f0`). */
const FOREIGN = /^([-+]?\d*)[.,]?(\d*)(?:[edf]([-+]?\d+))?$/i;
/** NaN and infinity as C, Python, Rust, Go, Java and JavaScript print them; `1.#INF` is old Windows C. */
const INFINITE = /^([-+]?)(?:inf(?:inity)?|1\.#inf0*)$/i;
const NOT_A_NUMBER = /^[-+]?(?:nan(?:\([^)]{0,20}\))?|1\.#(?:qnan|snan|ind)0*)$/i;

/** A number within a line, for regular expressions that ignore case: what `parseNumber` takes, old Windows C aside. */
export const NUMBER_SOURCE = String.raw`[-+]?(?:nan|inf(?:inity)?|(?:\d+(?:\.\d*|,\d+)?|\.\d+)(?:[edf][-+]?\d+)?)`;

/**
 * Reads a number as a port may print it.
 *
 * @param text - without white space around it
 * @returns NaN and infinities where the text is a word for them; null where it is no number
 */
export function parseNumber(text: string): number | null {
  if (PLAIN.test(text)) return Number(text);
  const infinite = INFINITE.exec(text);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  if (NOT_A_NUMBER.test(text)) return NaN;
  const foreign = FOREIGN.exec(text);
  if (!foreign || !/\d/.test(text)) return null;
  const [, whole, fraction, exponent = '0'] = foreign;
  return Number(`${whole}.${fraction}e${exponent}`);
}

/** Whether a number's text has a fraction, an exponent, or is not finite: an integer alone is hardly ever a loss. */
export function looksLikeLoss(text: string): boolean {
  return /\D/.test(text.replace(/^[-+]/, ''));
}
