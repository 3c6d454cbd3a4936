import { once } from 'node:events';
import { GroupProcess, StartFault } from './groupProcess.ts';
import { excerpt, LineSplitter } from './lineSplitter.ts';

/** How much of what a port wrote to stderr, or to stdout beside its answers, is kept for messages. */
const TAIL = 2000;

/** Lines that are shown, of which Python's error needs three. */
const LAST_LINES = 3;

/**
 * What says where an error has come from, behind its message: in Lua, Ruby, Java, Node and Go that is the first line, in Python the last.
 */
const FRAME =
  /^\s*$|^\t|^\s+at |^\s*[\^~]+\s*$|^\s*stack traceback:|^goroutine \d+|^note: run with|^\S+\(.*\)$|^exit status \d+$/;

/** What a child process tells its owner. Each is called at most once, but for `line`. */
export interface ChildEvents {
  /** A line of standard output, without its end. */
  line(text: string): void;
  /** A line longer than the driver is willing to hold. */
  overlong(bytes: number): void;
  /** The process is gone, and its output has been read to the end; `how` says how it ended. */
  gone(how: string): void;
}

/** How long output is awaited after the process itself has ended, in milliseconds. */
const DRAIN_MS = 100;

/** A port's process, at the head of a process group of its own. */
export class Child {
  /** Null where the system did not start it. */
  readonly #group: GroupProcess | null;
  /** Tells that it was not. */
  #refusal: NodeJS.Immediate | undefined;
  #log = '';
  #stderr = '';

  /**
   * Starts the command without a shell.
   *
   * @param command - the program and its arguments
   * @param events - called from now on, never from within the constructor
   */
  constructor(command: readonly string[], events: ChildEvents) {
    this.#group = this.#started(command, events);
    if (this.#group === null) return;
    const splitter = new LineSplitter(
      (line) => events.line(line),
      (bytes) => events.overlong(bytes),
    );
    const { stdout, stderr } = this.#group.child;
    stdout.on('data', (chunk: Buffer) => splitter.push(chunk));
    stderr.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString('latin1')).slice(-TAIL);
    });
  }

  #started(command: readonly string[], events: ChildEvents): GroupProcess | null {
    try {
      return new GroupProcess(command, DRAIN_MS, (how) => events.gone(how));
    } catch (error) {
      if (!(error instanceof StartFault)) throw error;
      this.#refusal = setImmediate(() => events.gone(error.message));
      return null;
    }
  }

  /** Sends a line. */
  write(line: string): void {
    this.#group?.child.stdin.write(`${line}\n`);
  }

  /** Ends the input: a well-mannered port exits with 0. */
  endInput(): void {
    this.#group?.child.stdin.end();
  }

  /** Keeps the end of what is neither answer nor error, for messages. */
  keepLog(line: string): void {
    this.#log = `${this.#log}${line}\n`.slice(-TAIL);
  }

  /** Waits until the process has exited, no longer than this. */
  async exited(milliseconds: number): Promise<void> {
    if (this.#group === null) return;
    const { child, ended } = this.#group;
    if (ended || child.exitCode !== null) return;
    const waiting = new AbortController();
    const late = setTimeout(() => waiting.abort(), milliseconds);
    await once(child, 'exit', { signal: waiting.signal }).catch(() => {}); // it is late, or was not there
    clearTimeout(late);
  }

  /** Kills the whole process group and lets go of the pipes; `gone` is not called any more. */
  kill(): void {
    clearImmediate(this.#refusal);
    this.#group?.kill();
  }

  /** The last lines of stderr, or else of other output, for a message, without frames of calls; empty where there was none. */
  lastWords(): string {
    const lines = (this.#stderr.trim() || this.#log.trim()).split('\n');
    const telling = lines.filter((line) => !FRAME.test(line));
    const words = (telling.length > 0 ? telling : lines).slice(-LAST_LINES).join(' | ');
    return words === '' ? '' : `; its last words: ${excerpt(words, Infinity)}`;
  }
}
