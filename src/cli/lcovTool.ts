import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { startFault } from '../protocol/groupProcess.ts';
import { killGroup, startNoted, unregisterGroup } from '../protocol/groups.ts';
import { Fault } from './fault.ts';
import type { LcovOptions } from './lcov.ts';

/** How long the port's tool may take. */
const PATIENCE_MS = 600_000;
const PATIENCE = '10 min';
/** How long output is awaited after it has ended: what has left its group may hold the pipes. */
const DRAIN_MS = 1000;
/** Characters of its last words that are kept. */
const MOST_SAID = 2 ** 16;

/**
 * Has the port's own tool write its files, at the head of a process group of its own. Wants `endingPorts` around it, which ends the
 * group.
 *
 * @param patienceMs - how long it may take
 * @throws Fault where it fails, with its last words
 */
export async function writeLcov({ lcovBy }: LcovOptions, patienceMs = PATIENCE_MS): Promise<void> {
  if (lcovBy === undefined) return;
  const tool = startNoted(() =>
    spawn(lcovBy, {
      shell: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    }),
  );
  const { pid } = tool;
  const said = [tool.stdout, tool.stderr].map(lastWords);
  const closed = once(tool, 'close').catch(() => {});
  const timer = setTimeout(() => pid !== undefined && killGroup(pid), patienceMs);
  try {
    const [status, signal] = await once(tool, 'exit');
    if (status === 0) return;
    if (pid !== undefined) killGroup(pid);
    await Promise.race([closed, delay(DRAIN_MS, undefined, { ref: false })]);
    const words = said.flatMap((last) => last().trim().split('\n').slice(-1)).findLast((line) => line !== '');
    const how =
      signal === 'SIGKILL' ? `was ended; it may take ${PATIENCE}` : `ended with ${signal ?? `status ${status}`}`;
    throw new Fault(`run: --lcov-by: the command ${how}: ${words ?? 'it said nothing'}`);
  } catch (error) {
    throw error instanceof Fault ? error : new Fault(`run: --lcov-by: the command ${startFault(lcovBy, error)}`);
  } finally {
    clearTimeout(timer);
    if (pid !== undefined) {
      killGroup(pid);
      unregisterGroup(pid);
    }
    for (const pipe of [tool.stdout, tool.stderr]) pipe.destroy();
  }
}

/** Reads a stream, and gives what came last. */
function lastWords(stream: Readable): () => string {
  let last = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    last = `${last}${text}`.slice(-MOST_SAID);
  });
  return () => last;
}
