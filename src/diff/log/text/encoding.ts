import { type Packed, packedAs } from './packed.ts';

/** Byte order marks of UTF-16, which is what PowerShell's `>` writes. */
const MARKS = new Map<number, Encoding>([
  [0xfffe, 'utf-16le'],
  [0xfeff, 'utf-16be'],
]);
const BYTE_BITS = 8;
/** Bytes that tell one encoding from the other: as many are held back until more have come. */
const HELD = 16;
/** Units of UTF-16 one after the other that are ASCII: this is UTF-16 and no chance. */
const UNITS = 3;

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/**
 * Decodes bytes, whichever of UTF-8 and UTF-16 they are, with a mark or without; also where one was appended to the other,
 * as PowerShell's `>>` does.
 */
export class Decoder {
  /** Whether zero bytes are among them that no text has. */
  binary = false;
  /** The encodings, in the order in which they came. */
  readonly encodings: Encoding[] = [];
  /** What the first bytes say, where that is no text. */
  packed: Packed | null = null;
  #encoding: Encoding | null = null;
  #decoder = new TextDecoder();
  #held: Uint8Array = new Uint8Array(0);

  /** Whether bytes without a zero and a line end say nothing new. */
  get isPlain(): boolean {
    return this.#encoding === 'utf-8' && this.#held.length === 0;
  }

  /**
   * Takes the next bytes, cut anywhere.
   *
   * @returns their text; what is no text becomes U+FFFD
   */
  push(chunk: Uint8Array): string {
    if (this.isPlain && (this.binary || !chunk.includes(0))) return this.#decoder.decode(chunk, { stream: true });
    const bytes = joined(this.#held, chunk);
    this.#held = bytes;
    return this.#encoding === null && bytes.length < HELD ? '' : this.#decode(bytes, false);
  }

  /** The text of what was held back. */
  end(): string {
    return this.#decode(this.#held, true) + this.#decoder.decode();
  }

  #decode(bytes: Uint8Array, last: boolean): string {
    if (this.#encoding === null) {
      this.packed = packedAs(bytes);
      this.#switchTo(encodingAt(bytes));
    }
    let text = '';
    let from = 0;
    for (;;) {
      const at = this.#changeAfter(bytes, from, last);
      if (at < 0) break;
      const next = this.#encoding === 'utf-8' ? 'utf-16le' : 'utf-8';
      text += this.#decoder.decode(bytes.subarray(from, at), { stream: true }) + this.#switchTo(next);
      // The zero is the second byte of a character that UTF-8 has read.
      from = next === 'utf-8' ? at : at + 1;
    }
    const to = last ? bytes.length : this.#certain(bytes, from);
    this.#held = bytes.slice(to);
    return text + this.#decoder.decode(bytes.subarray(from, to), { stream: true });
  }

  /** Where another encoding begins; -1 where none does. */
  #changeAfter(bytes: Uint8Array, from: number, last: boolean): number {
    if (this.#encoding !== 'utf-8') return asciiRun(bytes, from);
    if (this.binary) return -1;
    const zero = bytes.indexOf(0, from);
    if (zero < 0 || (zero + HELD > bytes.length && !last)) return -1;
    if (utf16At(bytes, zero + 1) === 'utf-16le') return zero;
    this.binary = true;
    return -1;
  }

  /** How far the bytes can be decoded before more of them have come. */
  #certain(bytes: Uint8Array, from: number): number {
    if (this.#encoding !== 'utf-8') return Math.max(from, from + ((bytes.length - from - HELD) & ~1));
    const zero = this.binary ? -1 : bytes.indexOf(0, from);
    return zero < 0 ? bytes.length : zero;
  }

  #switchTo(encoding: Encoding): string {
    const rest = this.#encoding === null ? '' : this.#decoder.decode();
    this.#decoder = new TextDecoder(encoding);
    this.#encoding = encoding;
    this.encodings.push(encoding);
    return rest;
  }
}

/**
 * The encoding of a text: UTF-16 where its mark or its first characters say so, or else UTF-8.
 *
 * @param bytes - its beginning
 */
export function encodingAt(bytes: Uint8Array): Encoding {
  return MARKS.get((bytes[0] << BYTE_BITS) | bytes[1]) ?? utf16At(bytes, 0) ?? 'utf-8';
}

/** Which UTF-16 the bytes from a place on are, by ASCII in several units; null where they are not. */
function utf16At(bytes: Uint8Array, from: number): Encoding | null {
  if (bytes.length < from + 2 * UNITS) return null;
  const isAscii = (offset: 0 | 1) => {
    for (let at = from; at < from + 2 * UNITS; at += 2) {
      if (bytes[at + 1 - offset] !== 0 || !isPrinted(bytes[at + offset])) return false;
    }
    return true;
  };
  if (isAscii(0)) return 'utf-16le';
  return isAscii(1) ? 'utf-16be' : null;
}

/** Where a run of ASCII begins that is no UTF-16, in units from `from` on; -1 where there is none. */
function asciiRun(bytes: Uint8Array, from: number): number {
  let run = 0;
  for (let i = from; i + 1 < bytes.length; i += 2) {
    run = isPrinted(bytes[i]) && isPrinted(bytes[i + 1]) ? run + 2 : 0;
    if (run === HELD) return i + 2 - HELD;
  }
  return -1;
}

function isPrinted(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}
