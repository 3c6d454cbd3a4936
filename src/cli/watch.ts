import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Fault } from './fault.ts';
import { reasonOf } from './files.ts';
import { tell } from './tell.ts';

/** Milliseconds without a change before the next run: an editor and a compiler write more than once. */
const QUIET_MS = 200;

/**
 * Runs an action, and again whenever a file at the given paths changes; a change while it runs is not lost.
 *
 * @param paths - files, and folders with all that is in them
 * @param action - what to run; a Fault of it is told, and the next change awaited
 * @throws Fault where a path cannot be watched
 */
export async function whenChanged(paths: readonly string[], action: () => Promise<void>): Promise<never> {
  let changed: () => void = () => {};
  let change = new Promise<void>((resolve) => {
    changed = resolve;
  });
  for (const path of paths) watcherOf(path, () => changed());
  for (;;) {
    await action().catch(told);
    process.stderr.write(`watching ${paths.join(' ')}; Ctrl-C ends it\n`);
    await change;
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    change = new Promise((resolve) => {
      changed = resolve;
    });
  }
}

/** A file is watched by its folder, since an editor may put another in its place. */
function watcherOf(path: string, changed: () => void): FSWatcher {
  try {
    if (statSync(path).isDirectory()) return watch(path, { recursive: true }, changed);
    const name = basename(path);
    return watch(dirname(path), (_, file) => (file === name ? changed() : undefined));
  } catch (error) {
    throw new Fault(`run: cannot watch ${path}: ${reasonOf(error)}`);
  }
}

function told(error: unknown): void {
  if (!(error instanceof Fault)) throw error;
  tell(error);
}
