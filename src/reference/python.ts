/**
 * What microgpt.py has from Python without saying so: operators and built-in functions, where those
 * of JavaScript differ from them, and the mathematical library below both.
 */

/**
 * A mathematical library: Python's module `math`, and C's `pow`, which `**` calls. `Math` is one,
 * V8's. It is all that may differ from CPython's arithmetic.
 *
 * @example
 * const math: Libm = { ...Math, pow: (x, y) => (y === 2 ? x * x : x ** y) };
 * new Tape(math).math.pow(3, 2); // => 9
 */
export interface Libm {
  /** e^x. */
  exp(x: number): number;
  /** ln x, for x > 0. */
  log(x: number): number;
  /** x^y. */
  pow(x: number, y: number): number;
  /** The sine of x radians. */
  sin(x: number): number;
  /** The cosine of x radians. */
  cos(x: number): number;
}

/** Line ends that Python's text mode turns into \n (dataset.2). */
const UNIVERSAL_NEWLINE = /\r\n|\r|\n/;

/** What `str.strip()` removes: more than `trim()` does, and not U+FEFF (dataset.3). */
const WHITE_SPACE: ReadonlySet<string> = new Set(
  '\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006' +
    '\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000',
);

/** `raise`, as a RangeError. */
export function raise(message: string): never {
  throw new RangeError(message);
}

/**
 * `x ** y` for two floats.
 *
 * @param math - the library whose `pow` it is
 * @throws RangeError where Python raises: 0 to a negative power, overflow, or a complex result
 * (autograd.4)
 */
export function power(x: number, y: number, math: Libm): number {
  // IEEE 754 and C: 1 ** y and (-1) ** inf are 1, even for NaN; JavaScript has NaN there.
  if (x === 1 || (x === -1 && Math.abs(y) === Infinity)) return 1;
  if (x === 0 && y < 0) raise(`pow: ${x} ** ${y} divides by zero (autograd.4)`);
  const result = math.pow(x, y);
  if (Number.isNaN(result) && x < 0 && !Number.isNaN(y))
    raise(`pow: ${x} ** ${y} is complex; the base must be >= 0 (autograd.4)`);
  if (Math.abs(result) === Infinity && Number.isFinite(x) && Number.isFinite(y))
    raise(`pow: ${x} ** ${y} overflows (autograd.4)`);
  return result;
}

/**
 * `max(values)`: a later value replaces an earlier one only where it is greater, so NaN stays or is
 * passed over.
 *
 * @param values - at least one
 */
export function max(values: readonly number[]): number {
  return values.reduce((most, value) => (value > most ? value : most));
}

/** `sorted(characters)`: by code point, where `.sort()` alone would go by UTF-16 units. */
export function sorted(characters: Iterable<string>): string[] {
  // Never NaN: a character is not empty.
  return [...characters].sort((a, b) => Number(a.codePointAt(0)) - Number(b.codePointAt(0)));
}

/** `list(itertools.accumulate(values))`: the sums from the first value on. */
export function accumulate(values: readonly number[]): number[] {
  let total = 0;
  return values.map((value) => {
    total += value;
    return total;
  });
}

/**
 * `list[index]`.
 *
 * @param subject - the message begins with it: `loss: target 5`
 * @param clause - the message ends with it
 * @throws RangeError where the list has no such element; for a negative index too, where Python
 * would count from the end
 */
export function item<T>(list: readonly T[], index: number, subject: string, clause: string): T {
  if (index in list) return list[index];
  raise(`${subject} must be an integer in [0, ${list.length}) (${clause})`);
}

/**
 * `open('input.txt')`, line by line, without the line ends (dataset.2).
 *
 * @param bytes - the file, in UTF-8
 * @throws RangeError where the bytes are no UTF-8 (dataset.9)
 */
export function lines(bytes: Uint8Array): string[] {
  try {
    // `ignoreBOM: true` keeps U+FEFF, as Python's utf-8 does (dataset.10).
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.split(UNIVERSAL_NEWLINE);
  } catch {
    const fault = `the ${bytes.length} bytes are not valid UTF-8`;
    raise(`documents: ${fault}; save the file as UTF-8 (dataset.9)`);
  }
}

/**
 * `line.strip()` (dataset.3). A loop, because /[...]+$/ is quadratic in inner white space: 25 s for
 * a run of 160,000 spaces.
 */
export function strip(line: string): string {
  let [start, end] = [0, line.length];
  while (WHITE_SPACE.has(line[start])) start++;
  while (WHITE_SPACE.has(line[end - 1])) end--;
  return line.slice(start, end);
}
