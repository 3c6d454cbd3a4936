import { existsSync, statSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { Fault } from './fault.ts';
import { STANDARD_OUTPUT } from './standardOutput.ts';

/**
 * Refuses standard output where files are written: `-` means it everywhere.
 *
 * @param folders - what the flags name, by flag
 * @throws Fault where one of them is `-`
 */
export function checkFolders(command: string, folders: Readonly<Record<string, string | true | undefined>>): void {
  const flag = Object.keys(folders).find((name) => folders[name] === STANDARD_OUTPUT);
  if (flag === undefined) return;
  throw new Fault(
    `${command}: --${flag} takes a folder, and "-" is standard output; write ./- for a folder of that name`,
  );
}

/**
 * Refuses a file where a folder is written.
 *
 * @param instead - what takes a file
 * @throws Fault where one is there
 */
export function checkIsNoFile(command: string, flag: string, folder: string, instead: string): void {
  if (!existsSync(folder) || statSync(folder).isDirectory()) return;
  throw new Fault(`${command}: --${flag} takes a folder, and ${folder} is a file; ${instead}`);
}

/** Has a command say what takes the place of `--out`, which others have. */
export function withoutOut(command: Command, advice: string): Command {
  return command.addOption(new Option('--out [name]').hideHelp()).on('option:out', () => {
    throw new Fault(`${command.name()}: there is no --out: ${advice}`);
  });
}
