/** Numbers that decimals have no digits for, by what golden files, results and the wire call them (spec/traces.md). */
export const NON_FINITE: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, '-inf': -Infinity };

/** The name of a number; null where it is finite. */
export function nonFiniteName(x: number): string | null {
  if (Number.isNaN(x)) return 'nan';
  if (Number.isFinite(x)) return null;
  return x > 0 ? 'inf' : '-inf';
}

/**
 * How languages print them, for regular expressions that ignore case: `nan`, `-nan(ind)`, `inf`, `Infinity` (C, Python,
 * Rust, Go, Java), `NaN32`, `Inf32` (Julia), `+nan.0`, `+inf.0` (Scheme), `1.5NaN`, `1.0Inf` (Prolog), `1.#QNAN`, `1.#IND`,
 * `1.#INF` (old Windows C), `∞` (.NET).
 */
export const NON_FINITE_SOURCE = String.raw`[-+]?(?:(?:1\.5)?nan(?:\([^)]{0,20}\)|\.0|16|32|64)?|1\.#(?:qnan|snan|ind|inf)0*|(?:1\.0)?inf(?:inity)?(?:\.0|16|32|64)?|∞)`;

const WHOLE = new RegExp(`^${NON_FINITE_SOURCE}$`, 'i');
const IS_INFINITE = /∞|^[-+]?(?:1\.0)?inf|#inf/i;

/**
 * Reads a name of NaN or of an infinity in any of these spellings; the sign of NaN means nothing.
 *
 * @param text - without white space around it
 * @returns null where it is none
 */
export function readNonFinite(text: string): number | null {
  if (!WHOLE.test(text)) return null;
  if (!IS_INFINITE.test(text)) return NaN;
  return text.startsWith('-') ? -Infinity : Infinity;
}
