import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

/** Characters that are kept: the last. */
const MOST = 2 ** 18;

/** A stream that keeps what is written, in place of standard error: vitest fills pages there where a line is due. */
export class HeldText extends Writable {
  #text = '';

  override _write(chunk: Buffer | string, _: BufferEncoding, done: () => void): void {
    this.#text = (this.#text + stripVTControlCharacters(String(chunk))).slice(-MOST);
    done();
  }

  /** What was written, without colours, and without empty lines around it. */
  get text(): string {
    return this.#text.trim();
  }
}
