import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from './fault.ts';
import { reasonOf } from './files.ts';

/**
 * A new folder for files that nobody keeps.
 *
 * @throws Fault where none can be made
 */
export function temporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'microgpt-spec-'));
  } catch (error) {
    throw new Fault(`cannot make a folder in ${tmpdir()}: ${reasonOf(error)}; let TMPDIR name a folder that is there`);
  }
}

/** Gives an action such a folder, and takes it away behind it, however the process ends. */
export async function withWorkFolder<T>(action: (folder: string) => Promise<T>): Promise<T> {
  const folder = temporaryFolder();
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.on('exit', remove);
  try {
    return await action(folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}
