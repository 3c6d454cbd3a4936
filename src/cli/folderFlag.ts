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
