/** Objects and lists within each other at the most. */
const MOST_DEPTH = 100;
/** Characters of a word. */
const MOST_WORD = 65536;
/** Characters of a string: a notebook holds the output of a whole run in one. */
const MOST_STRING = 8_388_608;

const SPACE = /\s*/y;
/** A number or a word, also with what Python writes around a number: `np.float64(3.36)`, `tensor(3.36, grad_fn=...)`. */
const WORD = /[^\s,{}[\]"':()]+(?:\([^()"'\r\n]*\))?/y;
/** What may follow a value in its last line. */
const END_OF_LINE = /[ \t]*[,;]?[ \t]*(?:\r\n|[\r\n])/y;
const BLANK_TO_END = /[ \t]*[,;]?[ \t]*$/y;
const IN_STRING = /[^"'\\\r\n]*/y;
const OPENS: Readonly<Record<string, 'object' | 'list'>> = { '{': 'object', '[': 'list', '(': 'list' };
const CLOSES: Readonly<Record<string, string>> = { '}': '{', ']': '[', ')': '(' };
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Is told the parts of a value in their order. */
export interface TokenParts {
  /** An object or a list begins; under a name where it is a member. */
  open(kind: 'object' | 'list', key: string | null): void;
  /** The last that began ends. */
  close(): void;
  /** A number, word or string. */
  scalar(text: string, isString: boolean, key: string | null): void;
}

type Expected = 'value' | 'key' | 'colon' | 'comma' | 'line end';

/**
 * Reads JSON as it streams in, and what is like it: Python's dictionaries, tuples and quotes, JavaScript's bare names,
 * `NaN`. Not by JSON.parse, which has none of these, drops the digits as they were printed, and needs the whole text.
 */
export class TokenReader {
  /** What the last text cut off: a word or an escape, which belongs before the next. */
  cut = '';
  /** Where the text is no value. */
  failedAt = 0;
  readonly #parts: TokenParts;
  /** The brackets that are open. */
  #open: string[] = [];
  #expected: Expected = 'value';
  #key: string | null = null;
  /** The quote of a string that has begun, and what there is of it. */
  #quote: string | null = null;
  #string = '';

  constructor(parts: TokenParts) {
    this.#parts = parts;
  }

  /** Whether the value has ended. */
  get isWhole(): boolean {
    return this.#expected === 'line end';
  }

  /** Ends what has begun: of a string that is cut off its whole lines count, of a word nothing. */
  end(): void {
    const whole = this.#string.slice(0, Math.max(this.#string.lastIndexOf('\n'), this.#string.lastIndexOf('\r')) + 1);
    if (this.#quote !== null && whole !== '') this.#parts.scalar(whole, true, this.#key);
    for (const _ of this.#open) this.#parts.close();
  }

  /**
   * Reads on.
   *
   * @returns where the value ends, behind its line end; -1 where it goes on; null where it is none
   */
  read(text: string, from: number): number | null {
    let at = from;
    while (at < text.length) {
      if (this.#quote !== null) {
        const next = this.#readString(text, at);
        if (next === null) return null;
        at = next;
        continue;
      }
      if (this.#expected === 'line end') return this.#readLineEnd(text, at);
      SPACE.lastIndex = at;
      SPACE.test(text);
      at = SPACE.lastIndex;
      if (at === text.length) break;
      const next = this.#readToken(text, at);
      this.failedAt = at;
      if (next === null) return null;
      at = next;
    }
    return -1;
  }

  #readLineEnd(text: string, at: number): number | null {
    END_OF_LINE.lastIndex = at;
    if (END_OF_LINE.test(text)) return END_OF_LINE.lastIndex;
    BLANK_TO_END.lastIndex = at;
    if (!BLANK_TO_END.test(text)) return null;
    this.cut = text.slice(at);
    return -1;
  }

  #readToken(text: string, at: number): number | null {
    const character = text[at];
    if (character === ',') return this.#afterComma() ? at + 1 : null;
    if (character === ':') return this.#afterColon() ? at + 1 : null;
    if (CLOSES[character] !== undefined) return this.#closes(character) ? at + 1 : null;
    if (this.#expected !== 'value' && this.#expected !== 'key') return null;
    if (character === '"' || character === "'") {
      this.#quote = character;
      this.#string = '';
      return at + 1;
    }
    if (OPENS[character] !== undefined) return this.#opens(character) ? at + 1 : null;
    WORD.lastIndex = at;
    if (!WORD.test(text)) return null;
    if (WORD.lastIndex === text.length || (text[WORD.lastIndex] === '(' && !text.includes('\n', at))) {
      this.cut = text.slice(at);
      return this.cut.length > MOST_WORD ? null : text.length;
    }
    this.#takeScalar(text.slice(at, WORD.lastIndex), false);
    return WORD.lastIndex;
  }

  #opens(bracket: string): boolean {
    if (this.#expected !== 'value' || this.#open.length === MOST_DEPTH) return false;
    this.#open.push(bracket);
    this.#parts.open(OPENS[bracket], this.#key);
    this.#key = null;
    this.#expected = bracket === '{' ? 'key' : 'value';
    return true;
  }

  #closes(bracket: string): boolean {
    const fits = this.#open.pop() === CLOSES[bracket];
    if (!fits || this.#expected === 'colon' || (bracket === '}' && this.#expected === 'value')) return false;
    this.#parts.close();
    this.#expected = this.#open.length === 0 ? 'line end' : 'comma';
    return true;
  }

  #afterComma(): boolean {
    if (this.#expected !== 'comma') return false;
    this.#expected = this.#open.at(-1) === '{' ? 'key' : 'value';
    return true;
  }

  #afterColon(): boolean {
    if (this.#expected !== 'colon') return false;
    this.#expected = 'value';
    return true;
  }

  #takeScalar(text: string, isString: boolean): void {
    if (this.#expected === 'key') {
      this.#key = text;
      this.#expected = 'colon';
      return;
    }
    this.#parts.scalar(text, isString, this.#key);
    this.#key = null;
    this.#expected = 'comma';
  }

  #readString(text: string, from: number): number | null {
    IN_STRING.lastIndex = from;
    IN_STRING.test(text);
    const at = IN_STRING.lastIndex;
    if (this.#string.length < MOST_STRING) this.#string += text.slice(from, at);
    if (at === text.length) return at;
    const character = text[at];
    if (character === '\n' || character === '\r') return null;
    if (character === '\\') return this.#readEscape(text, at);
    if (character === this.#quote) {
      this.#quote = null;
      this.#takeScalar(this.#string, true);
    } else this.#string += character;
    return at + 1;
  }

  #readEscape(text: string, at: number): number {
    const isUnicode = text[at + 1] === 'u';
    const end = at + (isUnicode ? '\\u0000'.length : '\\n'.length);
    if (end > text.length) {
      this.cut = text.slice(at);
      return text.length;
    }
    const code = Number.parseInt(text.slice(at + 2, end), 16);
    this.#string += isUnicode ? String.fromCharCode(code) : (ESCAPES[text[at + 1]] ?? text[at + 1]);
    return end;
  }
}
