/** Characters of a line that are kept; the rest of a longer one is passed over. */
const MAX_LINE = 65536;

/** Both end a line: microgpt.py ends its steps with \r, so that each overwrites the last. */
const LINE_END = /[\r\n]/;

/** Colours and cursor movements (ECMA-48 control sequences). */
const ESCAPE = '\x1b';
const CONTROL_SEQUENCE = new RegExp(`${ESCAPE}\\[[0-?]*[ -/]*[@-~]`, 'g');

/** Cuts a stream of bytes into lines, in bounded memory whatever the stream is. */
export class LineSplitter {
  readonly #decoder = new TextDecoder();
  #rest = '';

  /**
   * Takes the next bytes, cut anywhere.
   *
   * @param chunk - bytes; what is no UTF-8 becomes U+FFFD
   * @returns the lines that ended in them, without their ends and control sequences
   */
  push(chunk: Uint8Array): string[] {
    const lines = this.#decoder.decode(chunk, { stream: true }).split(LINE_END);
    const last = lines.length - 1;
    lines[0] = cut(this.#rest + lines[0]);
    this.#rest = cut(lines[last]);
    return lines.slice(0, last).map(clean);
  }

  /** What followed the last line end; empty where nothing did. */
  end(): string {
    return clean(this.#rest);
  }
}

function cut(line: string): string {
  return line.length > MAX_LINE ? line.slice(0, MAX_LINE) : line;
}

function clean(line: string): string {
  return line.includes(ESCAPE) ? line.replace(CONTROL_SEQUENCE, '') : line;
}
