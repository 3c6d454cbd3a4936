import { homedir, tmpdir } from 'node:os';
import { basename, isAbsolute, sep } from 'node:path';
import { shellWords } from '../protocol/shell.ts';

/** A folder or file of this machine, and what stands for it in a result. */
export interface KnownPath {
  readonly path: string;
  readonly written: string;
}

const META = /[\\^$.*+?()[\]{}|]/g;
/** What may follow a whole path. */
const END = String.raw`(?=[/\\\s'":;,)\]]|$)`;

/**
 * The paths that a result must not show, for it is to be the same on every machine: the working folder, the package,
 * home and temporary folders, and what a command names by its whole path.
 *
 * @param command - the port's command
 * @param packageRoot - the package's own folder
 */
export function knownPaths(command: readonly string[], packageRoot: string): KnownPath[] {
  const folders = [
    { path: process.cwd(), written: '.' },
    { path: packageRoot.replace(/[/\\]$/, ''), written: 'microgpt-spec' },
    { path: homedir(), written: '~' },
    { path: tmpdir(), written: '$TMPDIR' },
    { path: process.execPath, written: 'node' },
  ];
  const inFolder = (word: string) => folders.some(({ path }) => word.startsWith(`${path}${sep}`) || word === path);
  const words = command
    .filter((word) => isAbsolute(word) && !inFolder(word))
    .map((word) => ({ path: word, written: basename(word) }));
  return [...folders, ...words]
    .filter(({ path }) => path.length > 1) // not the root of all files
    .sort((a, b) => b.path.length - a.path.length);
}

/** A text with known paths replaced by what stands for them. */
export function withoutPaths(text: string, known: readonly KnownPath[]): string {
  return known.reduce((rest, { path, written }) => {
    if (!rest.includes(path)) return rest;
    return rest.replace(new RegExp(`${path.replaceAll(META, '\\$&')}${END}`, 'g'), () => written);
  }, text);
}

/** A command as a shell takes it, without paths of this machine. */
export function commandText(command: readonly string[], known: readonly KnownPath[]): string {
  return withoutPaths(shellWords(command), known);
}
