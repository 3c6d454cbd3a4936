/** Byte order marks of UTF-16, which is what Windows PowerShell's `>` writes. */
const UTF_16 = new Map([
  [0xfffe, 'utf-16le'],
  [0xfeff, 'utf-16be'],
]);
const BYTE_BITS = 8;

/**
 * The encoding of a text: UTF-16 where its mark says so, or else UTF-8.
 *
 * @param bytes - its beginning
 * @returns a name that TextDecoder takes
 */
export function encodingOf(bytes: Uint8Array): string {
  return UTF_16.get((bytes[0] << BYTE_BITS) | bytes[1]) ?? 'utf-8';
}
