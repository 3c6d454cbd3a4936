import { encodingOf } from '../../encoding.ts';

/**
 * The text of a dump, without a byte order mark: UTF-8, or UTF-16 where the mark says so.
 *
 * @param bytes - the file
 * @returns null where it is no text
 */
export function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
