import type { ValueReader } from '../text/lines.ts';
import { type TokenParts, TokenReader } from './tokens.ts';

/** Characters of a value that are kept, so that it can be read as lines where it turns out to be none. */
const MOST_KEPT = 65536;
/** Characters of what turns out to be no value over many lines, until no more of it is looked for. */
const MOST_WASTED = 1_048_576;

/** What may begin a value: not the bracket of `[LOG] step 1`, which is found out a word later. */
const BEGINS = /[ \t]*[[{]/y;

/** Is told the parts of values, and which of them hold. */
export interface ValueParts extends TokenParts {
  /** The value is whole, or what there is of it is all that comes. */
  done(): void;
  /** The stream ends within the value: what closes now was cut off. */
  tear(): void;
  /** What was told since the last value is no value: forget it. */
  forget(): void;
  /** The value is too long to be taken for lines: what was told of it holds. */
  settle(): void;
}

/** Reads JSON and what is like it out of a stream of lines; what turns out to be none is given back. */
export class JsonReader implements ValueReader {
  readonly #parts: ValueParts;
  #tokens: TokenReader;
  /** The text of the value; null where it is too long. */
  #kept: string | null = '';
  /** Characters of lines that turned out to be no value, since there was one. */
  #wasted = 0;

  /** @param parts - is told what is read */
  constructor(parts: ValueParts) {
    this.#parts = parts;
    this.#tokens = new TokenReader(parts);
  }

  begins(text: string, from: number): boolean {
    BEGINS.lastIndex = from;
    return this.#wasted < MOST_WASTED && BEGINS.test(text);
  }

  push(text: string, from: number): number | null {
    const { cut } = this.#tokens;
    const whole = cut === '' ? text : cut + text.slice(from);
    const start = cut === '' ? from : 0;
    this.#tokens.cut = '';
    const end = this.#tokens.read(whole, start);
    if (end === -1) return this.#keep(text.slice(from));
    if (end === null && this.#kept !== null) {
      const read = this.#kept + whole.slice(start + cut.length, this.#tokens.failedAt);
      if (read.includes('\n')) this.#wasted += read.length;
      this.#parts.forget();
      return null;
    }
    this.#wasted = 0;
    this.#parts.done();
    const at = end ?? this.#tokens.failedAt;
    this.#restart();
    return Math.max(from, at - start - cut.length + from);
  }

  giveBack(): string {
    const kept = this.#kept ?? '';
    this.#restart();
    return kept;
  }

  end(): void {
    if (!this.#tokens.isWhole) this.#parts.tear();
    this.#tokens.end();
    this.#parts.done();
    this.#restart();
  }

  #keep(text: string): number {
    if (this.#kept === null) return -1;
    if (this.#kept.length > MOST_KEPT) this.#parts.settle();
    this.#kept = this.#kept.length > MOST_KEPT ? null : this.#kept + text;
    return -1;
  }

  #restart(): void {
    this.#tokens = new TokenReader(this.#parts);
    this.#kept = '';
  }
}
