import { lines, strip } from './python.ts';
import type { Random } from './random.ts';

// microgpt.py, lines 14 to 21.

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
  return lines(bytes)
    .map(strip)
    .filter((line) => line !== '');
}

/**
 * Puts the documents in the order in which they are trained on: `random.shuffle(docs)`, the first
 * use of the stream.
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
