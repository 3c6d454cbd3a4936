import { nonFiniteName, readNonFinite } from '../port/nonFinite.ts';
import { quoted } from '../port/shown.ts';
import { symptomFix } from './symptoms.ts';

/** What is wrong with a line of the protocol, in words for whoever wrote it. */
export class WireError extends Error {
  override readonly name = 'WireError';
  /** What to do about it, where that is known. */
  readonly fix: string | null;

  constructor(message: string, fix: string | null = null) {
    super(fix === null ? message : `${message} (${fix})`);
    this.fix = fix;
  }
}

const FLOAT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const INTEGER = /^-?\d+$/;
const HEX = /^([0-9a-f]{2})*$/i;
/** How much of a token that cannot be read is shown. */
const SHOWN = 40;

/** Reads the values of one line from left to right (spec/protocol.md, "Values"). */
export class TokenReader {
  readonly #tokens: readonly string[];
  #next = 0;

  /** @param tokens - what stands behind `ok`, or behind the name of an operation */
  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  /** How many values are left on the line. */
  get left(): number {
    return this.#tokens.length - this.#next;
  }

  /** A word, such as the kind of a node. Throws WireError at the end of the line. */
  word(): string {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw new WireError(`the line ends after ${this.#next} values; one more is due`);
    this.#next++;
    return token;
  }

  /** An integer that a double holds exactly. */
  int(): number {
    const value = Number(this.#matching(INTEGER, 'an integer'));
    if (!Number.isSafeInteger(value)) throw this.#wrong(String(value), 'an integer below 2**53');
    return value;
  }

  /** An integer of any size. */
  integer(): bigint {
    return BigInt(this.#matching(INTEGER, 'an integer'));
  }

  /** A decimal, or nan, inf or -inf in any spelling that a language's printing has. */
  float(): number {
    const token = this.word();
    if (FLOAT.test(token)) return Number(token);
    const named = readNonFinite(token);
    if (named === null) throw this.#wrong(token, 'a number');
    return named;
  }

  /** Bytes in hex, `-` for none. */
  bytes(): Uint8Array {
    const token = this.word();
    if (token === '-') return new Uint8Array();
    if (!HEX.test(token)) throw this.#wrong(token, 'hex digits in pairs, or -');
    return Uint8Array.from(Buffer.from(token, 'hex'));
  }

  /** Text in UTF-8, in hex. */
  text(): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.bytes());
    } catch (error) {
      if (error instanceof WireError) throw error;
      throw new WireError(`value ${this.#next} is hex of bytes that are no UTF-8`);
    }
  }

  /** A length, and as many values. */
  list<T>(read: () => T): T[] {
    const length = this.int();
    if (length < 0 || length > this.left) {
      throw new WireError(`value ${this.#next} says that ${length} values follow, but ${this.left} do`);
    }
    return Array.from({ length }, read);
  }

  /** Demands that the line ends here. */
  end(): void {
    const { left } = this;
    if (left > 0)
      throw new WireError(`${left} surplus values after ${this.#next}, the first is ${quoted(this.word(), SHOWN)}`);
  }

  #matching(pattern: RegExp, wanted: string): string {
    const token = this.word();
    if (!pattern.test(token)) throw this.#wrong(token, wanted);
    return token;
  }

  #wrong(token: string, wanted: string): WireError {
    return new WireError(`value ${this.#next} is ${quoted(token, SHOWN)}; it must be ${wanted}`, symptomFix(token));
  }
}

/**
 * A float as it stands on the wire: the shortest decimal that reads back the same, -0 kept.
 *
 * @throws TypeError where a module gives something else in its place
 */
export function floatToken(x: number): string {
  if (typeof x !== 'number') throw new TypeError(`a number is due, and ${String(x)} came`);
  return nonFiniteName(x) ?? (Object.is(x, -0) ? '-0' : String(x));
}

/** Bytes as they stand on the wire. */
export function bytesToken(bytes: Uint8Array): string {
  return bytes.length === 0 ? '-' : Buffer.from(bytes).toString('hex');
}

/** Text as it stands on the wire. */
export function textToken(text: string): string {
  return bytesToken(new TextEncoder().encode(text));
}

/** A length, and the tokens of as many values. */
export function listTokens<T>(values: readonly T[], tokens: (value: T) => string[]): string[] {
  return [String(values.length), ...values.flatMap(tokens)];
}
