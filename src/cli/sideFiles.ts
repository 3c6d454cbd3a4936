import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Product } from './products.ts';
import { STANDARD_OUTPUT } from './standardOutput.ts';

/** A file of vitest's, where it is made and where it belongs. */
export interface SideFile {
  readonly from: string;
  /** `-` for standard output. */
  readonly file: string;
}

/**
 * What vitest has made in a folder of ours, for the places that the user named: whole, and at the end, so that a place that
 * cannot be written costs no result, and two runs do not meet in one.
 */
export function sideProducts(files: readonly SideFile[]): Product[] {
  return files
    .filter(({ from }) => existsSync(from))
    .map(({ from, file }) =>
      file === STANDARD_OUTPUT ? { kind: 'output', text: readFileSync(from, 'utf8') } : { kind: 'copy', from, file },
    );
}

/** Every file of a folder, to be put into another. */
export function filesOf(from: string, folder: string): SideFile[] {
  if (!existsSync(from)) return [];
  return readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ from: path, file: join(folder, path.slice(from.length)) }));
}
