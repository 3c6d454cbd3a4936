import { spawnSync } from 'node:child_process';
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { endMarked } from './marked.ts';

/** The variable that names the folder in which running process groups are noted, one empty file each. */
export const GROUPS_FOLDER = 'MICROGPT_SPEC_GROUPS';

/** Beginnings of the names of other notes: a group that is just being started, and a process that heads no group. */
const STARTING = 'starting-';
const SINGLE = 'single-';
const GROUP = /^\d+$/;

/** How long a start that has begun is awaited at the end, in milliseconds; it takes one or two. */
const START_MS = 1000;
const POLL_MS = 2;

/**
 * Starts the head of a process group and notes it, so that whoever started the suite can end it if this process or thread
 * is stopped before it can. A note stands there before the start, so that no group begins unseen: where the folder has gone
 * by then nothing is started, and where it goes meanwhile the group is ended at once.
 *
 * @throws Error where the suite has ended
 */
export function startNoted<P extends { readonly pid?: number | undefined }>(start: () => P): P {
  const folder = process.env[GROUPS_FOLDER];
  if (folder === undefined) return start();
  const ticket = `${STARTING}${process.pid}-${threadId}`;
  try {
    writeFileSync(join(folder, ticket), '');
  } catch (cause) {
    throw new Error('SUITE: the run has ended; no port is started any more', { cause });
  }
  let pid: number | undefined;
  try {
    const started = start();
    pid = started.pid;
    return started;
  } finally {
    if (pid === undefined) rmSync(join(folder, ticket), { force: true });
    else promote(folder, ticket, pid);
  }
}

/** Puts the group's note in place of the ticket. */
function promote(folder: string, ticket: string, pid: number): void {
  try {
    renameSync(join(folder, ticket), join(folder, String(pid)));
  } catch {
    killGroup(pid);
    rmSync(join(closedName(folder), ticket), { force: true });
  }
}

/** Notes this process, which heads no group, such as a worker of vitest's; where the suite has ended, it ends too. */
export function noteThisProcess(): void {
  const folder = process.env[GROUPS_FOLDER];
  if (folder === undefined) return;
  try {
    writeFileSync(join(folder, `${SINGLE}${process.pid}`), '');
  } catch {
    process.kill(process.pid, 'SIGKILL');
  }
}

/** The group has ended. */
export function unregisterGroup(pid: number): void {
  const folder = process.env[GROUPS_FOLDER];
  if (folder !== undefined) rmSync(join(folder, String(pid)), { force: true });
}

/**
 * Ends every group and process that is noted, and lets none be noted any more; on Linux also what has left its group.
 * Nothing in it waits for the event loop, so that it can be called as the process exits.
 */
export function endGroups(folder: string): void {
  const closed = closedName(folder);
  try {
    renameSync(folder, closed); // at one stroke: a start is noted before, or does not happen
  } catch {
    return; // it was closed before
  }
  awaitStarts(closed);
  for (const name of readdirSync(closed)) {
    if (name.startsWith(SINGLE)) killOne(Number(name.slice(SINGLE.length)));
    else if (GROUP.test(name)) killGroup(Number(name));
  }
  rmSync(closed, { recursive: true, force: true });
  endMarked(`${GROUPS_FOLDER}=${folder}`);
}

function closedName(folder: string): string {
  return `${folder}-closed`;
}

/** Other threads and processes finish the start that they are in, and end what they have started. */
function awaitStarts(closed: string): void {
  const deadline = performance.now() + START_MS;
  while (readdirSync(closed).some((name) => name.startsWith(STARTING)) && performance.now() < deadline) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  }
}

/** Kills every process of a group; one that has gone is no error. */
export function killGroup(pid: number): void {
  if (process.platform !== 'win32') killOne(-pid);
  // Windows has no groups of processes, but knows who started whom.
  else spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true });
}

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // ESRCH: nothing of it is left
  }
}
