import { readFileSync } from 'node:fs';

const CR_LF = /\r\n/g;

/**
 * A text file of the package's own, with LF for line ends: git may have written CR LF in a clone on Windows.
 *
 * @param file - in the package
 * @throws the system's error where the package was not installed whole
 */
export function readOwnText(file: URL): string {
  return readFileSync(file, 'utf8').replace(CR_LF, '\n');
}
