import { Child } from './child.ts';

/** What came in answer to a request. */
export type Reply =
  | { readonly kind: 'reply'; readonly word: string; readonly values: readonly string[]; readonly line: string }
  /** Nothing in time. */
  | { readonly kind: 'silent' }
  /** The process has ended, and how. */
  | { readonly kind: 'gone'; readonly how: string };

/** Lines of other output that are kept, and characters of each: a flood must not fill the memory. */
const MOST_STRAY = 1000;
const MOST_CHARACTERS = 200;

/**
 * Talks to a port line by line and notes all that it prints, where the driver would kill and restart it: for looking at
 * its manners.
 */
export class Conversation {
  readonly #child: Child;
  readonly #replies = new Map<string, Reply>();
  #how: string | null = null;
  #wake: () => void = () => {};
  /** Lines on standard output that are no replies. */
  readonly stray: string[] = [];
  /** Replies so far. */
  heard = 0;

  /** @param command - the program and its arguments; run without a shell */
  constructor(command: readonly string[]) {
    this.#child = new Child(command, {
      line: (line) => this.#hear(line),
      overlong: (bytes) => this.#end(`sent a line of more than ${bytes} bytes without an end`),
      gone: (how) => this.#end(how),
    });
  }

  /** Sends lines, all in one piece. */
  send(...lines: readonly string[]): void {
    if (this.#how === null) this.#child.write(lines.join('\n'));
  }

  /** Waits for the reply to a request. */
  async reply(id: number, ms: number): Promise<Reply> {
    await this.#until(() => this.#replies.has(String(id)), ms);
    const reply = this.#replies.get(String(id));
    if (reply !== undefined) return reply;
    return this.#how === null ? { kind: 'silent' } : { kind: 'gone', how: this.#how + this.#child.lastWords() };
  }

  /** Ends the input, and waits for the process to end; null where it does not in time. */
  async end(ms: number): Promise<string | null> {
    this.#child.endInput();
    await this.#until(() => false, ms);
    return this.#how;
  }

  /** Kills the process with all that it started. */
  kill(): void {
    this.#child.kill();
  }

  #hear(line: string): void {
    if (!line.startsWith('@')) {
      this.#child.keepLog(line);
      if (this.stray.length < MOST_STRAY) this.stray.push(line.slice(0, MOST_CHARACTERS));
      return;
    }
    const [id, word = '', ...values] = line.slice(1).trimEnd().split(' ');
    this.#replies.set(id, { kind: 'reply', word, values, line });
    this.heard++;
    this.#wake();
  }

  #end(how: string): void {
    this.#how = how;
    this.#wake();
  }

  /** Waits until something is so, the process has ended, or the time is over. */
  async #until(isSo: () => boolean, ms: number): Promise<void> {
    const deadline = performance.now() + ms;
    while (!isSo() && this.#how === null) {
      const left = deadline - performance.now();
      if (left <= 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
