import type { Random } from './random.ts';

/** Line ends that Python's text mode turns into \n (dataset.2). */
const UNIVERSAL_NEWLINE = /\r\n|\r/g;

/** What `str.strip()` removes: more than `trim()` (\x1c to \x1f, \x85), and not U+FEFF (dataset.3). */
const WHITE_SPACE: ReadonlySet<string> = new Set(
  '\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680' +
    '\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000',
);

/**
 * `[line.strip() for line in open('input.txt') if line.strip()]`.
 *
 * @param bytes - the file, in UTF-8 (dataset.1)
 * @returns the documents in file order (dataset.7), each stripped, none empty (dataset.4)
 * @throws RangeError where the bytes are no UTF-8 (dataset.9)
 *
 * @example
 * documents(new TextEncoder().encode(' emma\r\n\nava')); // => ['emma', 'ava']
 */
export function documents(bytes: Uint8Array): string[] {
  return decodeUtf8(bytes)
    .replace(UNIVERSAL_NEWLINE, '\n')
    .split('\n')
    .map(strip)
    .filter((line) => line !== '');
}

/**
 * Puts the documents in the order in which they are trained on: `random.shuffle(docs)`, the first use of the stream.
 *
 * @param docs - the documents in file order; left as they are
 * @param random - the stream, just seeded
 * @returns the same documents in training order (dataset.5)
 *
 * @example
 * shuffled(['emma', 'ava', 'mia'], new Random(42)); // => ['ava', 'emma', 'mia']
 */
export function shuffled(docs: readonly string[], random: Random): string[] {
  const order = [...docs];
  random.shuffle(order);
  return order;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    // `ignoreBOM: true` keeps U+FEFF, as Python's utf-8 does (dataset.10).
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new RangeError(
      `documents: the ${bytes.length} bytes are not valid UTF-8; save the file as UTF-8 (dataset.9)`,
    );
  }
}

/** `str.strip()`. A loop, because /[...]+$/ is quadratic in inner white space: 25 s for a run of 160,000 spaces. */
function strip(line: string): string {
  let [start, end] = [0, line.length];
  while (WHITE_SPACE.has(line[start])) start++;
  while (WHITE_SPACE.has(line[end - 1])) end--;
  return line.slice(start, end);
}
