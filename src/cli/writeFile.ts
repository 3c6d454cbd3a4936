import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Fault } from './fault.ts';
import { reasonOf } from './files.ts';

/** Links that are followed where the last of them leads to nothing yet; the system gives up at 40. */
const MOST_LINKS = 40;

/**
 * Writes a file whole or not at all: beside it first, then in its place, so that a full disk leaves what was there. Makes
 * the folder where there is none. A link stays, and the file that it leads to is written.
 *
 * @param command - the command, for the message
 * @param content - text, written as UTF-8, or bytes
 * @throws Fault where it cannot be written
 */
export function writeWhole(command: string, file: string, content: string | Uint8Array): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const target = behindLinks(file);
    if (!isReplaceable(target)) {
      writeFileSync(target, content);
      return;
    }
    replace(target, content);
  } catch (error) {
    throw new Fault(`${command}: cannot write ${file}: ${reasonOf(error)}`);
  }
}

/**
 * Writes a file that is not there yet, whole or not at all, and never over one that has come meanwhile.
 *
 * @throws Fault where it cannot be written
 */
export function writeNew(command: string, file: string, text: string): void {
  const partial = `${file}.${process.pid}.partial`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    written(partial, text);
    try {
      placeNew(partial, file);
    } finally {
      rmSync(partial);
    }
  } catch (error) {
    throw new Fault(`${command}: cannot write ${file}: ${reasonOf(error)}`);
  }
}

/** A second name is given at one stroke, and to none that is taken; not every file system has second names. */
function placeNew(partial: string, file: string): void {
  try {
    linkSync(partial, file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw error;
    copyFileSync(partial, file, constants.COPYFILE_EXCL);
  }
}

/** Writes a file that is to get another name; none of it stays where that fails. */
function written(partial: string, content: string | Uint8Array): void {
  try {
    writeFileSync(partial, content);
  } catch (error) {
    if (existsSync(partial)) rmSync(partial);
    throw error;
  }
}

function replace(file: string, content: string | Uint8Array): void {
  const partial = `${file}.${process.pid}.partial`;
  written(partial, content);
  try {
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial);
    throw error;
  }
}

/** The file that a name leads to, which need not be there. */
function behindLinks(name: string): string {
  let file = resolve(name);
  for (let links = 0; links < MOST_LINKS; links++) {
    if (!lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) break;
    file = resolve(dirname(file), readlinkSync(file));
  }
  return join(realpathSync(dirname(file)), basename(file));
}

/** A device or a pipe is written to, not replaced. */
function isReplaceable(file: string): boolean {
  const there = statSync(file, { throwIfNoEntry: false });
  return there === undefined || there.isFile() || there.isDirectory(); // into a folder's place nothing can be renamed
}
