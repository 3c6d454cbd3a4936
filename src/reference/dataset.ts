import type { Random } from './random.ts';

/** Line ends that Python's text mode turns into \n (dataset.2). */
const UNIVERSAL_NEWLINE = /\r\n|\r/g;

/** What `str.strip()` removes: more than `trim()` (\x1c to \x1f, \x85), and not U+FEFF (dataset.3). */
const WHITE_SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const STRIP = new RegExp(`^[${WHITE_SPACE}]+|[${WHITE_SPACE}]+$`, 'g');

/**
 * `[line.strip() for line in open('input.txt') if line.strip()]`.
 *
 * @param bytes - the file, in UTF-8
 * @returns the documents in file order, each stripped, none empty
 * @throws TypeError where the bytes are no UTF-8 (dataset.1)
 */
export function documents(bytes: Uint8Array): string[] {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  return text
    .replace(UNIVERSAL_NEWLINE, '\n')
    .split('\n')
    .map((line) => line.replace(STRIP, ''))
    .filter((line) => line !== '');
}

/**
 * Puts the documents in the order in which they are trained on: `random.shuffle(docs)`, the first use of the stream.
 *
 * @param docs - the documents in file order; left as they are
 * @param random - the stream, just seeded
 * @returns the same documents in training order (dataset.5)
 */
export function shuffled(docs: readonly string[], random: Random): string[] {
  const order = [...docs];
  random.shuffle(order);
  return order;
}
