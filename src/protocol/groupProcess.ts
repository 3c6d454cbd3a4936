import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { killGroup, startNoted, unregisterGroup } from './groups.ts';

/** A process at the head of a group of its own, which ends with it. */
export class GroupProcess {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #onEnd: (how: string) => void;
  /** Whether it is over: killed, or gone with its output read. */
  ended = false;

  /**
   * Starts the command without a shell.
   *
   * @param command - the program and its arguments
   * @param drainMs - how long output is awaited after the process has ended: what it started may hold the pipes open
   * @param onEnd - called once, when the process is gone and its output has been read, with how it ended
   */
  constructor(command: readonly string[], drainMs: number, onEnd: (how: string) => void) {
    const child = startNoted(() =>
      spawn(command[0], command.slice(1), { stdio: ['pipe', 'pipe', 'pipe'], detached: true }),
    );
    this.child = child;
    this.#onEnd = onEnd;
    child.stdin.on('error', () => {}); // a process that has gone is reported by its exit
    child.on('error', (error) => this.#end(startFault(command[0], error)));
    child.on('exit', (code, signal) => {
      setTimeout(() => this.#end(ending(code, signal)), child.stdout.readableEnded ? 0 : drainMs).unref();
    });
    child.on('close', (code, signal) => this.#end(ending(code, signal)));
  }

  /** Kills the whole group and lets go of the pipes; `onEnd` is not called any more. */
  kill(): void {
    this.ended = true;
    const { pid, stdin, stdout, stderr } = this.child;
    if (pid !== undefined) {
      killGroup(pid);
      unregisterGroup(pid);
    }
    for (const pipe of [stdin, stdout, stderr]) pipe.destroy();
    this.child.unref();
  }

  #end(how: string): void {
    if (this.ended) return;
    this.kill();
    this.#onEnd(how);
  }
}

/** Why a program could not be started, and what to do. */
export function startFault(program: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT')
    return `did not start: there is no command ${program}; build it${program.includes('/') ? '' : `, or give its path as ./${program}`}`;
  if (error.code === 'EACCES') return `did not start: ${program} is not executable; chmod +x, or name its interpreter`;
  return `did not start: ${error.message}`;
}

/** How a process ended. */
function ending(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `crashed with ${signal} (${constants.signals[signal]})`;
  return `exited with status ${code}`;
}
