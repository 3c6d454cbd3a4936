import { readdirSync, readFileSync } from 'node:fs';

/** Looks at most, since what is found may start something before it is killed. */
const MOST_ROUNDS = 20;
const POLL_MS = 5;

/**
 * Kills every process that inherited a variable of the environment, this one excepted: what a port started and put into a group or
 * a session of its own. Only Linux shows the environment of a process; elsewhere nothing is done. What began with an
 * environment of its own, or belongs to somebody else, is not found.
 *
 * @param mark - the variable and its value, `NAME=value`
 */
export function endMarked(mark: string): void {
  if (process.platform !== 'linux') return;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const found = marked(mark);
    if (found.length === 0) return;
    for (const pid of found) kill(pid);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  }
}

/** The processes that have the mark; one that has been killed has no environment any more. */
export function marked(mark: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid && environment(pid).includes(mark));
}

function environment(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
  } catch {
    return []; // it has gone, or is somebody else's
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // ESRCH: it has gone meanwhile
  }
}
