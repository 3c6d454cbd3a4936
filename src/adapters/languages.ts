import { readOwnText } from '../port/ownText.ts';

/** A language that `init` has an adapter in: its template, and how to build and run it. */
export interface Language {
  /** What `init` calls it; the template's folder beside this file. */
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  /** The short template's file, and the file that `init` writes. */
  readonly file: string;
  /** The template's file for every operation (`--full`), written under the name of the short one. */
  readonly full: string;
  /** The compiler and its arguments, in the file's folder; null where the file runs as it stands. */
  readonly build: readonly string[] | null;
  /** The program and its arguments, in the file's folder: what stands behind `--`. */
  readonly run: readonly string[];
  /** What else to know, one line each. */
  readonly notes: readonly string[];
}

/** Door 3 of README.md. */
const MODULE = 'a port that is a module needs no process: npx microgpt-spec init module';

/** The languages of the templates. Each claims OPERATIONS and uses the language's standard library alone. */
export const LANGUAGES: readonly Language[] = [
  {
    name: 'c',
    title: 'C',
    file: 'adapter.c',
    full: 'full.c',
    build: ['cc', '-std=c99', '-O2', '-Wall', '-Wextra', '-o', 'adapter', 'adapter.c', '-lm'],
    run: ['./adapter'],
    notes: ['a port in files of its own: without its main, named behind adapter.c'],
  },
  {
    name: 'cpp',
    title: 'C++',
    file: 'adapter.cpp',
    full: 'full.cpp',
    build: ['c++', '-std=c++20', '-O2', '-Wall', '-Wextra', '-o', 'adapter', 'adapter.cpp'],
    run: ['./adapter'],
    notes: ['a port in files of its own: without its main, named behind adapter.cpp'],
  },
  {
    name: 'rust',
    title: 'Rust',
    file: 'adapter.rs',
    full: 'full.rs',
    build: ['rustc', '-O', 'adapter.rs'],
    run: ['./adapter'],
    notes: ['a port in a file of its own: mod NAME; at the top of adapter.rs'],
  },
  {
    name: 'go',
    title: 'Go',
    file: 'adapter.go',
    full: 'full.go',
    build: ['go', 'build', 'adapter.go'],
    run: ['./adapter'],
    notes: [
      'a port in files of its own: copy them beside adapter.go into a folder of its own, without their main, and go build -o adapter *.go',
    ],
  },
  {
    name: 'python',
    title: 'Python',
    file: 'adapter.py',
    full: 'full.py',
    build: null,
    run: ['python3', 'adapter.py'],
    notes: [],
  },
  {
    name: 'js',
    title: 'JavaScript',
    file: 'adapter.mjs',
    full: 'full.mjs',
    build: null,
    run: ['node', 'adapter.mjs'],
    notes: [MODULE],
  },
  {
    name: 'ts',
    title: 'TypeScript',
    file: 'adapter.mts',
    full: 'full.mts',
    build: null,
    run: ['node', 'adapter.mts'],
    notes: ['node runs TypeScript from 22.18 on; before, write npx tsx in place of node', MODULE],
  },
  {
    name: 'java',
    title: 'Java',
    file: 'Adapter.java',
    full: 'full.java',
    build: ['javac', 'Adapter.java'],
    run: ['java', '-cp', '.', 'Adapter'],
    notes: ['a port in files of its own: javac *.java, in one folder'],
  },
  {
    name: 'lua',
    title: 'Lua',
    file: 'adapter.lua',
    full: 'full.lua',
    build: null,
    run: ['lua5.4', 'adapter.lua'],
    notes: ['where Lua 5.4 is called lua, write lua in place of lua5.4'],
  },
  {
    name: 'ruby',
    title: 'Ruby',
    file: 'adapter.rb',
    full: 'full.rb',
    build: null,
    run: ['ruby', 'adapter.rb'],
    notes: [],
  },
];

/** The operations that every template claims in hello. */
export const OPERATIONS = ['softmax', 'position_loss', 'average_loss', 'cross_entropy'] as const;

/** The module of door 3: what `init` calls it, and its file. It has every operation, unclaimed until it is uncommented. */
export const MODULE_TEMPLATE = { name: 'module', file: 'port.mjs' } as const;

/** The template of a module, as it stands. */
export function readModuleTemplate(): string {
  return readOwnText(new URL(`${MODULE_TEMPLATE.name}/${MODULE_TEMPLATE.file}`, TEMPLATES));
}

/** The templates as they ship: the package has src/, from which dist/ is built, and both lie beside each other. */
export const TEMPLATES = new URL('../../src/adapters/', import.meta.url);

/**
 * A language's template, as it stands.
 *
 * @param size - the short one, with the operations that need no model, or the one that has all of them
 * @throws the system's error where the package was not installed whole
 */
export function readTemplate({ name, file, full }: Language, size: 'short' | 'full' = 'short'): string {
  return readOwnText(new URL(`${name}/${size === 'short' ? file : full}`, TEMPLATES));
}
