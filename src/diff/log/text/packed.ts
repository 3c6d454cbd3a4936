/** What the first bytes of files say that are no text, and what reads them. */
const PACKED: readonly { readonly bytes: readonly number[]; readonly what: string; readonly how: string }[] = [
  { bytes: [0x1f, 0x8b], what: 'gzip', how: 'gunzip -c LOG | npx microgpt-spec diff' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: 'Zstandard', how: 'zstd -dc LOG | npx microgpt-spec diff' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: 'xz', how: 'xz -dc LOG | npx microgpt-spec diff' },
  { bytes: [0x42, 0x5a, 0x68], what: 'bzip2', how: 'bunzip2 -c LOG | npx microgpt-spec diff' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'a zip archive', how: 'unzip -p LOG | npx microgpt-spec diff' },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'PDF', how: 'pdftotext LOG - | npx microgpt-spec diff' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: 'a PNG image', how: 'copy its text into a file' },
  { bytes: [0xff, 0xd8, 0xff], what: 'a JPEG image', how: 'copy its text into a file' },
];

/** What a log is where it is no text: gzip and its like, by their first bytes. */
export interface Packed {
  readonly what: string;
  /** A command that unpacks it. */
  readonly how: string;
}

/**
 * Tells files that are no text by their first bytes.
 *
 * @returns null where they are none of those that are known
 */
export function packedAs(head: Uint8Array): Packed | null {
  return PACKED.find(({ bytes }) => bytes.every((byte, i) => head[i] === byte)) ?? null;
}
