import { encodingAt } from '../../log/text/encoding.ts';

/**
 * The text of a dump, without a byte order mark: UTF-8, or UTF-16 where the mark or the first characters say so.
 *
 * @param bytes - the file
 * @returns null where it is no text
 */
export function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder(encodingAt(bytes), { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
