import { ESCAPE, withoutEscapes } from './escapes.ts';

/** Characters of a line that are kept; the rest of a longer one is passed over. */
const MAX_LINE = 65536;

/** Both end a line: microgpt.py ends its steps with \r, so that each overwrites the last. */
const LINE_END = /[\r\n]/;

const LF = 0x0a;
const CR = 0x0d;
const ESC = 0x1b;
/** Byte order marks of UTF-16, which is what PowerShell's `>` writes. */
const UTF_16 = new Map([
  [0xfffe, 'utf-16le'],
  [0xfeff, 'utf-16be'],
]);
const BYTE_BITS = 8;

/** Cuts a stream of bytes into lines, in bounded memory whatever the stream is. */
export class LineSplitter {
  /** How many bytes there were. */
  bytes = 0;
  /** Whether a zero byte was among them, which text does not have. */
  binary = false;
  #decoder: InstanceType<typeof TextDecoder> | null = null;
  #rest = '';
  /** Whether the rest may end within a control sequence. */
  #inEscape = false;

  /**
   * Takes the next bytes, cut anywhere.
   *
   * @param chunk - bytes of UTF-8, or of UTF-16 behind its mark; what is neither becomes U+FFFD
   * @returns the lines that ended in them, without their ends and control sequences
   */
  push(chunk: Uint8Array): string[] {
    this.#decoder ??= new TextDecoder(encodingOf(chunk));
    this.bytes += chunk.length;
    this.binary ||= this.#decoder.encoding === 'utf-8' && chunk.includes(0);
    if (this.#rest.length === MAX_LINE && !hasLineEnd(chunk)) return [];
    const lines = this.#withoutEscapes(this.#decoder.decode(chunk, { stream: true })).split(LINE_END);
    lines[0] = cut(this.#rest + lines[0]);
    this.#rest = cut(lines.pop() ?? '');
    return lines;
  }

  /** What followed the last line end; empty where nothing did. */
  end(): string {
    return this.#rest;
  }

  #withoutEscapes(text: string): string {
    if (!this.#inEscape && !text.includes(ESCAPE)) return text;
    const clean = withoutEscapes(this.#rest + text);
    this.#rest = '';
    this.#inEscape = clean.includes(ESCAPE);
    return clean;
  }
}

function encodingOf(chunk: Uint8Array): string {
  return UTF_16.get((chunk[0] << BYTE_BITS) | chunk[1]) ?? 'utf-8';
}

function hasLineEnd(chunk: Uint8Array): boolean {
  return chunk.includes(LF) || chunk.includes(CR) || chunk.includes(ESC);
}

function cut(line: string): string {
  return line.length > MAX_LINE ? line.slice(0, MAX_LINE) : line;
}
