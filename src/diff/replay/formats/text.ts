const UTF16_LITTLE = [0xff, 0xfe];
const UTF16_BIG = [0xfe, 0xff];

/**
 * The text of a dump, without a byte order mark: UTF-8, or UTF-16 where the mark says so, as Windows PowerShell's `>`
 * writes it.
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

function encodingOf(bytes: Uint8Array): string {
  const starts = ([first, second]: readonly number[]) => bytes[0] === first && bytes[1] === second;
  if (starts(UTF16_LITTLE)) return 'utf-16le';
  return starts(UTF16_BIG) ? 'utf-16be' : 'utf-8';
}
