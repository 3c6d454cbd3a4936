import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GoldenFolder } from './folder.ts';
import { GoldenFault } from './goldenFault.ts';

/** Folders beside the data that hold none. */
const NOT_DATA = ['recorder', '__pycache__'];

/**
 * Checks a golden folder against its manifest.
 *
 * @param golden - the folder, its manifest read
 * @returns one line for each file that is missing, altered, or present but not listed; none where all is well
 */
export function verifyGolden(golden: GoldenFolder): string[] {
  const listed = Object.keys(golden.files);
  const faults = listed.flatMap((path) => faultOf(golden, path));
  const surplus = dataFiles(golden.folder).filter((path) => !Object.hasOwn(golden.files, path));
  return [...faults, ...surplus.map((path) => `golden: ${path} is not in manifest.json; remove it or record again`)];
}

function faultOf(golden: GoldenFolder, path: string): string[] {
  try {
    golden.read(path);
    return [];
  } catch (error) {
    if (error instanceof GoldenFault) return [error.message];
    throw error;
  }
}

/** Every file in the folder's data folders, by its path in the folder; files whose names begin with a dot are left out. */
function dataFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !NOT_DATA.includes(entry.name) && !entry.name.startsWith('.'))
    .flatMap(({ name }) => filesUnder(folder, name))
    .sort();
}

function filesUnder(folder: string, path: string): string[] {
  return readdirSync(join(folder, path), { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    .flatMap((entry) => {
      const inner = `${path}/${entry.name}`;
      return entry.isDirectory() ? filesUnder(folder, inner) : [inner];
    });
}
