import { Decoder } from './encoding.ts';
import { ESCAPE, withoutEscapes } from './escapes.ts';

/** Characters of a line that are kept; the rest of a longer one is passed over. */
export const MAX_LINE = 65536;

/** Both end a line: microgpt.py ends its steps with \r, so that each overwrites the last. */
const LINE_END = /\r\n|[\r\n]/g;

/** White space before a value at the most. */
const MOST_INDENT = 200;
/** Characters of the longest control sequence; one that goes on is none. */
const MOST_SEQUENCE = 4096;
const LF = 0x0a;
const CR = 0x0d;
const ESC = 0x1b;

/** Reads a value that begins at the start of a line and may go on over many lines, of any length. */
export interface ValueReader {
  /** Whether a line that begins so may begin a value. */
  begins(text: string, from: number): boolean;
  /**
   * Takes the next text of the value.
   *
   * @param from - where it goes on in the text
   * @returns where it ended; -1 where it goes on behind the text; null where this is no value after all
   */
  push(text: string, from: number): number | null;
  /** The text of what turned out to be no value, if it was short enough to be kept; the reader is as before it. */
  giveBack(): string;
  /** Ends the stream within a value. */
  end(): void;
}

/** Cuts a stream of bytes into lines, in bounded memory whatever the stream is. */
export class LineSplitter {
  /** How many bytes there were. */
  bytes = 0;
  /** Lines that were longer than what is kept of them. */
  cut = 0;
  readonly #decoder = new Decoder();
  readonly #takeLine: (line: string, isEnded: boolean) => void;
  readonly #values: ValueReader | null;
  #rest = '';
  #inValue = false;
  /** A control sequence that the last piece cut off. */
  #escape = '';
  /** Whether the last piece ended with CR: an LF behind it ends no other line. */
  #afterReturn = false;

  /**
   * @param takeLine - is given each line without its end and control sequences, and whether it had an end
   * @param values - reads what is no line, such as JSON over many of them
   */
  constructor(takeLine: (line: string, isEnded: boolean) => void, values: ValueReader | null = null) {
    this.#takeLine = takeLine;
    this.#values = values;
  }

  /** What was seen of the bytes. */
  get decoder(): Pick<Decoder, 'binary' | 'encodings' | 'packed'> {
    return this.#decoder;
  }

  /**
   * Takes the next bytes, cut anywhere.
   *
   * @param chunk - bytes of UTF-8 or UTF-16; what is neither becomes U+FFFD
   */
  push(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    const says = this.#inValue || this.#rest.length < MAX_LINE || this.#escape !== '' || !this.#decoder.isPlain;
    if (!says && !hasLineEnd(chunk) && (this.#decoder.binary || !chunk.includes(0))) return;
    this.#take(this.#withoutEscapes(this.#decoder.push(chunk)));
  }

  /** Ends the stream: what followed the last line end is a line without one. */
  end(): void {
    this.#take(this.#withoutEscapes(this.#decoder.end()));
    if (this.#inValue) this.#values?.end();
    this.#takeLine(this.#rest, false);
  }

  #withoutEscapes(text: string): string {
    if (this.#escape === '' && !text.includes(ESCAPE)) return text;
    const clean = withoutEscapes(this.#escape + text);
    const at = clean.lastIndexOf(ESCAPE);
    const isOpen = at >= 0 && clean.length - at < MOST_SEQUENCE;
    this.#escape = isOpen ? clean.slice(at) : '';
    return isOpen ? clean.slice(0, at) : clean;
  }

  #take(text: string): void {
    let at = this.#afterReturn && text.startsWith('\n') ? 1 : 0;
    if (text !== '') this.#afterReturn = text.endsWith('\r');
    while (at < text.length) at = this.#inValue ? this.#takeValue(text, at) : this.#takeOne(text, at);
  }

  /** Takes a line, or what there is of it, or begins a value; returns where the next begins. */
  #takeOne(text: string, from: number): number {
    const atStart = this.#rest.length < MOST_INDENT && this.#rest.trim() === '';
    if (!atStart || !this.#values?.begins(text, from)) return this.#takeText(text, from);
    this.#inValue = true;
    this.#rest = '';
    return from;
  }

  #takeText(text: string, from: number): number {
    LINE_END.lastIndex = from;
    const end = LINE_END.exec(text);
    const line = this.#rest + text.slice(from, end?.index);
    if (line.length > MAX_LINE && this.#rest.length <= MAX_LINE) this.cut++;
    this.#rest = end === null ? kept(line) : '';
    if (end !== null) this.#takeLine(kept(line), true);
    return end === null ? text.length : end.index + end[0].length;
  }

  #takeValue(text: string, from: number): number {
    const end = this.#values?.push(text, from) ?? null;
    if (end === -1) return text.length;
    this.#inValue = false;
    if (end !== null) return end;
    // No value: what was taken of it before this text, and its first line in this text, are lines.
    const before = (this.#values?.giveBack() ?? '').split(LINE_END);
    this.#rest = kept(before.pop() ?? '');
    for (const line of before) this.#takeLine(kept(line), true);
    return this.#takeText(text, from);
  }
}

function hasLineEnd(chunk: Uint8Array): boolean {
  return chunk.includes(LF) || chunk.includes(CR) || chunk.includes(ESC);
}

function kept(line: string): string {
  return line.length > MAX_LINE ? line.slice(0, MAX_LINE) : line;
}
