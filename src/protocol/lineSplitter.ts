import { quoted } from '../port/shown.ts';

/** The longest line that is held: a state_dict of 500,000 parameters has 11 MB. */
const LONGEST = 16 * 1024 * 1024;
/** Characters of a line that a message shows. */
const MOST_SHOWN = 120;

/** Cuts a stream of bytes into lines, in bounded memory. LF and CR LF end a line. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  readonly #onOverlong: (bytes: number) => void;
  #parts: Buffer[] = [];
  #length = 0;
  #overlong = false;

  /**
   * @param onLine - called with each line, without its end
   * @param onOverlong - called once a line exceeds what is held; the rest of it is dropped
   */
  constructor(onLine: (line: string) => void, onOverlong: (bytes: number) => void) {
    this.#onLine = onLine;
    this.#onOverlong = onOverlong;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      this.#keep(chunk.subarray(start, end));
      this.#finish();
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
  }

  #keep(part: Buffer): void {
    this.#length += part.length;
    if (this.#overlong) return;
    if (this.#length > LONGEST) {
      this.#overlong = true;
      this.#parts = [];
      this.#onOverlong(this.#length);
    } else if (part.length > 0) {
      this.#parts.push(part);
    }
  }

  #finish(): void {
    const [parts, overlong] = [this.#parts, this.#overlong];
    this.#parts = [];
    this.#length = 0;
    this.#overlong = false;
    if (overlong) return;
    const line = Buffer.concat(parts).toString('latin1');
    this.#onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  }
}

/**
 * The beginning of a line, for a message: the bytes that it was read as, which most likely are UTF-8.
 *
 * @param most - characters that are shown
 */
export function excerpt(line: string, most = MOST_SHOWN): string {
  return quoted(Buffer.from(line, 'latin1').toString(), most);
}
