import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's own folder, from src/ and from dist/ alike. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** What a measurement depends on, by paths from the root. */
export interface Ground {
  /** Programs: each with all that it imports. */
  readonly programs: readonly string[];
  /** Files that are read, or folders of such. */
  readonly data: readonly string[];
}

/** An import that does something when it runs; one of types alone does nothing. */
const IMPORT = /^(?:import|export)(?! type\b)[^'";]*? from '(\.[^']+)'|^import '(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm;
/** Digits of a digest that are kept: enough to tell trees apart. */
const DIGITS = 16;

/**
 * The digest of a tree, as far as a measurement depends on it: of its files by name and content, without the lines of
 * JavaScript and TypeScript that are nothing but a comment, and of a chapter of the specification the ids of its clauses and
 * its examples alone. A change that cannot change a result leaves it, as far as text can tell.
 *
 * @param ground - where to begin
 * @param root - the tree's folder
 * @returns 16 hexadecimal digits
 * @throws Error where a program or data of the ground is not there
 */
export function treeDigest(ground: Ground, root = ROOT): string {
  const hash = createHash('sha256');
  for (const file of filesOf(ground, root)) hash.update(`${file}\0${essence(file, textOf(file, root))}\0`);
  return hash.digest('hex').slice(0, DIGITS);
}

/** All files of a ground, in the order of their names. */
export function filesOf({ programs, data }: Ground, root = ROOT): string[] {
  const found = new Set<string>();
  const queue = [...programs];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    queue.push(...importsOf(file, textOf(file, root)).filter((path) => existsSync(join(root, path))));
  }
  for (const path of data) for (const file of filesIn(path, root)) found.add(file);
  return [...found].sort();
}

function importsOf(file: string, text: string): string[] {
  return [...text.matchAll(IMPORT)].map(([, from, bare, dynamic]) =>
    // What is plain JavaScript imports what is built, which is made from src.
    posix.join(posix.dirname(file), from ?? bare ?? dynamic).replace(/^dist\/(.*)\.js$/, 'src/$1.ts'),
  );
}

function filesIn(path: string, root: string): string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  const entries = readdirSync(join(root, path), { recursive: true, encoding: 'utf8' });
  return entries
    .map((entry) => posix.join(path, entry.replaceAll('\\', '/')))
    .filter((entry) => statSync(join(root, entry)).isFile());
}

function textOf(file: string, root: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** Lines that are nothing but a comment change no result, nor does what a chapter says around its examples. */
function essence(file: string, text: string): string {
  if (file.endsWith('.md')) return [...text.matchAll(/^### \S+|^```example\n[\s\S]*?^```$/gm)].join('\n');
  if (!/\.[mc]?[jt]s$/.test(file)) return text;
  return text
    .split('\n')
    .filter((line) => !/^\s*(\/\/|\/\*\*|\*(?: |\/|$))/.test(line))
    .join('\n');
}
