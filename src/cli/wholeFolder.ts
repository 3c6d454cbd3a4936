import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { EXIT, Fault } from './fault.ts';
import { statsOf } from './fileIdentity.ts';
import { reasonOf } from './files.ts';
import { ENDING } from './ports.ts';

/** A folder that a command is to write. */
export interface NewFolder {
  /** The command, for messages. */
  readonly command: string;
  readonly folder: string;
  /** The file that every folder of its kind has: only such a one is replaced. */
  readonly mark: string;
  /** Whether one that is there is to be replaced. */
  readonly force: boolean;
}

/**
 * Refuses a place where something is already: an empty folder may be there, and with `force` one of the same kind.
 *
 * @throws Fault where there is something else
 */
export function checkFolderIsNew({ command, folder, mark, force }: NewFolder): void {
  const there = statsOf(folder);
  if (there === null && lstatSync(folder, { throwIfNoEntry: false }) === undefined) return;
  if (!there?.isDirectory())
    throw new Fault(`${command}: ${folder} is already there, and no folder; choose another --out`);
  if (readdirSync(folder).length === 0) return;
  if (!existsSync(join(folder, mark))) {
    throw new Fault(`${command}: ${folder} is already there, and has other files and no ${mark}; choose another --out`);
  }
  if (!force) {
    throw new Fault(`${command}: ${folder} is already there; choose another --out, or --force to replace it`);
  }
}

/**
 * Writes a folder whole or not at all: beside it first, then in its place. Nothing of it stays where that fails or is
 * interrupted.
 *
 * @param write - puts the files into the folder that it is given
 * @throws Fault where it cannot be written, and what `write` throws
 */
export async function writeFolder(place: NewFolder, write: (folder: string) => Promise<void>): Promise<void> {
  const { command, folder } = place;
  const target = resolve(folder);
  const [partial, old] = ['partial', 'old'].map((state) => `${target}.${process.pid}.${state}`);
  const remove = () => rmSync(partial, { recursive: true, force: true });
  const interrupted = () => process.exit(EXIT.fault);
  process.on('exit', remove);
  for (const signal of ENDING) process.on(signal, interrupted);
  try {
    mkdirSync(dirname(target), { recursive: true });
    mkdirSync(partial);
    await write(partial);
    checkFolderIsNew(place);
    if (existsSync(target)) renameSync(target, old);
    renameSync(partial, target);
    rmSync(old, { recursive: true, force: true });
  } catch (error) {
    const isOfSystem = error instanceof Error && 'code' in error;
    throw isOfSystem ? new Fault(`${command}: cannot write ${folder}: ${reasonOf(error)}`) : error;
  } finally {
    process.off('exit', remove);
    for (const signal of ENDING) process.off(signal, interrupted);
    remove();
  }
}
