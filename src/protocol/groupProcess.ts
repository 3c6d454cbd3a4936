import { type ChildProcessByStdio, type SpawnOptionsWithStdioTuple, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { killGroup, startNoted, unregisterGroup } from './groups.ts';
import { interpreterFault } from './interpreter.ts';

/** The exit status of a shell, and of `env`, that does not find a command. */
const NOT_FOUND = 127;

/** On Windows a detached process has a window of its own, and no group. */
const OPTIONS: SpawnOptionsWithStdioTuple<'pipe', 'pipe', 'pipe'> = {
  stdio: ['pipe', 'pipe', 'pipe'],
  detached: process.platform !== 'win32',
  windowsHide: true,
};

/** A program that cannot be started; the message says why, and what to do. */
export class StartFault extends Error {
  override readonly name = 'StartFault';
}

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
   * @throws StartFault where the system refuses at once; where it refuses later, `onEnd` is told
   */
  constructor(command: readonly string[], drainMs: number, onEnd: (how: string) => void) {
    const child = spawned(command);
    this.child = child;
    this.#onEnd = onEnd;
    child.stdin.on('error', () => {}); // a process that has gone is reported by its exit
    child.on('error', (error) => this.#end(startFault(command[0], error)));
    child.on('exit', (code, signal) => {
      setTimeout(() => this.#end(ending(command[0], code, signal)), child.stdout.readableEnded ? 0 : drainMs).unref();
    });
    child.on('close', (code, signal) => this.#end(ending(command[0], code, signal)));
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

function spawned(command: readonly string[]): GroupProcess['child'] {
  let child: GroupProcess['child'];
  try {
    child = startNoted(() => spawn(command[0], command.slice(1), OPTIONS));
  } catch (error) {
    throw new StartFault(startFault(command[0], error));
  }
  if (child.stdin) return child;
  // Where no file can be opened any more there are no pipes, and an error follows.
  child.on('error', () => {});
  throw new StartFault(startFault(command[0], Object.assign(new Error('no pipes'), { code: 'EMFILE' })));
}

/** What the system says of a program that it does not start, but for one that is not there. */
const REFUSALS: Readonly<Record<string, (program: string) => string>> = {
  EACCES: (program) => `${program} is not executable; chmod +x, or name its interpreter`,
  ENOTDIR: (program) => `a part of the path ${program} is no folder`,
  ELOOP: (program) => `the links of ${program} lead in a circle; name the program itself`,
  ENAMETOOLONG: () => 'the name is too long',
  E2BIG: () => 'the arguments and the environment are too long for the system; give them in a file',
  EMFILE: () => 'no more files can be opened here; raise the limit (ulimit -n)',
  ENFILE: () => 'no more files can be opened on this machine',
  EAGAIN: () => 'the system starts no more processes; raise the limit (ulimit -u), or end some',
  ENOMEM: () => 'there is not enough memory',
};

/** Why a program could not be started, and what to do. */
export function startFault(program: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const script = code === 'ENOENT' ? interpreterFault(program) : null;
  if (script !== null) return `did not start: ${program} is a script, and ${script}`;
  if (code === 'ENOENT')
    return `did not start: there is no command ${program}; build it${program.includes('/') ? '' : `, or give its path as ./${program}`}`;
  const refusal = REFUSALS[code]?.(program) ?? (error instanceof Error ? error.message : String(error));
  return `did not start: ${refusal}`;
}

/** How a process ended. */
function ending(program: string, code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `crashed with ${signal} (${constants.signals[signal]})`;
  const script = code === NOT_FOUND ? interpreterFault(program) : null;
  return `exited with status ${code}${script === null ? '' : `: ${script}`}`;
}
