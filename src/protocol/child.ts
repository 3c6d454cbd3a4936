import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { killGroup, registerGroup, unregisterGroup } from './groups.ts';
import { excerpt, LineSplitter } from './lineSplitter.ts';

/** How much of what a port wrote to stderr, or to stdout beside its answers, is kept for messages. */
const TAIL = 2000;

/** What a child process tells its owner. Each is called at most once, but for `line`. */
export interface ChildEvents {
  /** A line of standard output, without its end. */
  line(text: string): void;
  /** A line longer than the driver is willing to hold. */
  overlong(bytes: number): void;
  /** The process is gone, and its output has been read to the end; `how` says how it ended. */
  gone(how: string): void;
}

/** A port's process, at the head of a process group of its own. */
export class Child {
  readonly #process: ChildProcessByStdio<Writable, Readable, Readable>;
  #log = '';
  #stderr = '';
  #how: string | null = null;

  /**
   * Starts the command without a shell.
   *
   * @param command - the program and its arguments
   * @param events - called from now on, never from within the constructor
   */
  constructor(command: readonly string[], events: ChildEvents) {
    this.#process = spawn(command[0], command.slice(1), { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    const { pid } = this.#process;
    if (pid !== undefined) registerGroup(pid);
    const splitter = new LineSplitter(
      (line) => events.line(line),
      (bytes) => events.overlong(bytes),
    );
    this.#process.stdout.on('data', (chunk: Buffer) => splitter.push(chunk));
    this.#process.stderr.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString('latin1')).slice(-TAIL);
    });
    this.#process.stdin.on('error', () => {}); // a port that has gone is reported by its exit
    this.#process.on('error', (error: NodeJS.ErrnoException) => this.#end(events, startFault(command[0], error)));
    this.#process.on('exit', (code, signal) => {
      // A grandchild may hold the pipes open: what is in them by now is read, then they are let go.
      setTimeout(() => this.#end(events, ending(code, signal)), this.#process.stdout.readableEnded ? 0 : DRAIN_MS);
    });
    this.#process.on('close', (code, signal) => this.#end(events, ending(code, signal)));
  }

  /** Sends a line. */
  write(line: string): void {
    this.#process.stdin.write(`${line}\n`);
  }

  /** Ends the input: a well-mannered port exits with 0. */
  endInput(): void {
    this.#process.stdin.end();
  }

  /** Keeps the end of what is neither answer nor error, for messages. */
  keepLog(line: string): void {
    this.#log = `${this.#log}${line}\n`.slice(-TAIL);
  }

  /** Waits until the process has exited, no longer than this. */
  async exited(milliseconds: number): Promise<void> {
    if (this.#how !== null || this.#process.exitCode !== null) return;
    const waiting = new AbortController();
    const late = setTimeout(() => waiting.abort(), milliseconds);
    await once(this.#process, 'exit', { signal: waiting.signal }).catch(() => {}); // it is late, or was not there
    clearTimeout(late);
  }

  /** Kills the whole process group and lets go of the pipes; `gone` is not called any more. */
  kill(): void {
    this.#how ??= 'killed';
    const { pid } = this.#process;
    if (pid !== undefined) {
      killGroup(pid);
      unregisterGroup(pid);
    }
    this.#process.stdin.destroy();
    this.#process.stdout.destroy();
    this.#process.stderr.destroy();
    this.#process.unref();
  }

  /** The last lines of stderr, or else of other output, for a message; empty where there was none. */
  lastWords(): string {
    const words = (this.#stderr.trim() || this.#log.trim()).split('\n').slice(-3).join(' | ');
    return words === '' ? '' : `; its last words: ${excerpt(words, Infinity)}`;
  }

  #end(events: ChildEvents, how: string): void {
    if (this.#how !== null) return;
    this.#how = how;
    this.kill();
    events.gone(how);
  }
}

/** How long output is awaited after the process itself has ended. */
const DRAIN_MS = 100;

/** Why a program could not be started, and what to do. */
export function startFault(program: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT')
    return `did not start: there is no command ${program}; build it${program.includes('/') ? '' : `, or give its path as ./${program}`}`;
  if (error.code === 'EACCES') return `did not start: ${program} is not executable; chmod +x, or name its interpreter`;
  return `did not start: ${error.message}`;
}

/** How a process ended. */
export function ending(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `crashed with ${signal} (${constants.signals[signal]})`;
  return `exited with status ${code}`;
}
