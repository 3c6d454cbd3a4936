import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from './fault.ts';
import { reasonOf } from './files.ts';

/**
 * Writes a file whole or not at all: beside it first, then in its place, so that a full disk leaves what was there. Makes
 * the folder where there is none.
 *
 * @param command - the command, for the message
 * @throws Fault where it cannot be written
 */
export function writeWhole(command: string, file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (!isReplaceable(file)) {
      writeFileSync(file, text);
      return;
    }
    replace(file, text);
  } catch (error) {
    throw new Fault(`${command}: cannot write ${file}: ${reasonOf(error)}`);
  }
}

function replace(file: string, text: string): void {
  const partial = `${file}.${process.pid}.partial`;
  try {
    writeFileSync(partial, text);
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** A device or a pipe is written to, not replaced. */
function isReplaceable(file: string): boolean {
  const there = statSync(file, { throwIfNoEntry: false });
  return there === undefined || there.isFile() || there.isDirectory(); // into a folder's place nothing can be renamed
}
