import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CHAPTERS, SPEC_CHAPTERS } from '../port/ops.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What stands at the top of the repository, and nothing else. */
const TOP = [
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'LICENSE',
  'README.md',
  'action.yml',
  'biome.json',
  'golden',
  'package-lock.json',
  'package.json',
  'properties',
  'spec',
  'src',
  'tsconfig.json',
  'vitest.config.ts',
];

/** Folders that are made, and not committed. */
const MADE = ['coverage', 'dist', 'node_modules'];

/** Which folders of src each imports from, beside itself: no other, and each of these. */
const IMPORTS: Readonly<Record<string, readonly string[]>> = {
  reference: [],
  port: ['reference'],
  protocol: ['port'],
  libm: ['port'],
  spec: ['port'],
  engine: ['port', 'reference'],
  deviations: ['port', 'reference'],
  exact: ['deviations', 'libm', 'port', 'reference'],
  golden: ['engine', 'port', 'reference'],
  diff: ['deviations', 'engine', 'golden', 'port', 'reference'],
  report: ['deviations', 'diff', 'golden', 'libm', 'port', 'protocol', 'spec'],
  try: ['deviations', 'diff', 'golden', 'port', 'reference', 'report'],
  suite: ['golden', 'libm', 'port', 'protocol', 'report', 'spec'],
  adapters: ['golden', 'port', 'reference'],
  cli: ['adapters', 'diff', 'golden', 'port', 'protocol', 'reference', 'report', 'spec', 'suite'],
};

/** It imports what it likes, and is never imported by shipped code. */
const LAB = 'lab';

/** The reference's files in the order in which they may import each other. */
const REFERENCE_ORDER = ['python', 'config', ...CHAPTERS, 'microgpt'];

/** A statement of which nothing is left when types are taken away; an import of both stays. */
const TYPE_IMPORT = /^(?:import|export) type [^;]*;$/gm;

/** What is there without an import in Node, and not in a page. */
const NODE_GLOBAL = /\b(?:Buffer[.(]|process\.\w)/;

const sources = [...filesIn('src'), ...filesIn('properties')].filter((file) => !/\.(test|fixture)\.ts$/.test(file));
const imports = sources.flatMap((file) => importsOf(file).map((target) => ({ file, target })));

describe('layout', () => {
  test('the top level holds these, and nothing else', () => {
    const entries = readdirSync(ROOT).filter((name) => !/^\.|\.tgz$/.test(name) && !MADE.includes(name));
    expect(entries.sort()).toEqual(TOP);
  });

  test('each chapter has its specification and its properties, and each of microgpt.py its reference', () => {
    for (const chapter of SPEC_CHAPTERS) {
      expect(readdirSync(join(ROOT, 'spec'))).toContain(`${chapter}.md`);
      expect(readdirSync(join(ROOT, 'properties'))).toContain(`${chapter}.test.ts`);
    }
    for (const chapter of CHAPTERS) expect(readdirSync(join(ROOT, 'src/reference'))).toContain(`${chapter}.ts`);
  });
});

describe('imports point one way', () => {
  const edges = imports
    .map(({ file, target }) => ({ file, target, from: folderOf(file), to: folderOf(target) }))
    .filter(({ from, to }) => from !== null && to !== null && from !== to);

  test('a folder of src imports only from those below it', () => {
    const shipped = edges.filter(({ from }) => from !== LAB);
    expect(shipped.filter(({ from, to }) => !IMPORTS[`${from}`]?.includes(`${to}`))).toEqual([]);
  });

  test('what a folder may import, it imports', () => {
    const allowed = Object.entries(IMPORTS).flatMap(([from, folders]) => folders.map((to) => `${from} -> ${to}`));
    const there = edges.map(({ from, to }) => `${from} -> ${to}`);
    expect(allowed.filter((edge) => !there.includes(edge))).toEqual([]);
    expect(Object.keys(IMPORTS).filter((folder) => !sources.some((file) => folderOf(file) === folder))).toEqual([]);
  });

  test('what maintainers run is never imported by shipped code', () => {
    const users = imports.filter(({ target }) => target.startsWith(`src/${LAB}/`)).map(({ file }) => file);
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter((file) => !file.startsWith(`src/${LAB}/`))).toEqual([]);
  });

  test('no file imports itself by way of others, types included', () => {
    expect(inCircles(imports)).toEqual([]);
  });

  test('a chapter of the reference imports only chapters before it, and no node: module', () => {
    const own = imports.filter(({ file }) => file.startsWith('src/reference/'));
    const place = (file: string) => REFERENCE_ORDER.indexOf(posix.basename(file, '.ts'));
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter(({ target }) => !target.startsWith('src/reference/'))).toEqual([]);
    expect(own.filter(({ file, target }) => place(target) >= place(file))).toEqual([]);
  });

  // It is to run in a web page too, where there is no node: module.
  test('src/diff, and what it imports, has no node: import', () => {
    const run = runWith(sources.filter((file) => file.startsWith('src/diff/')));
    expect(run).toContainEqual({ file: 'src/diff/diffLog.ts', target: 'src/golden/canonical.ts' });
    expect(run.filter(({ target }) => target.startsWith('node:'))).toEqual([]);
    const files = [...new Set(run.map(({ file }) => file))];
    expect(files.filter((file) => NODE_GLOBAL.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
  });

  test('properties never import the reference', () => {
    const targets = filesIn('properties').flatMap((file) => importsOf(file));
    expect(targets.filter((target) => target.startsWith('src/port/')).length).toBeGreaterThan(0);
    expect(targets.filter((target) => target.startsWith('src/reference/'))).toEqual([]);
  });
});

/** Files of TypeScript in a folder, as paths from the root of the repository. */
function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts'));
}

/** What a file imports, types included or not: paths from the root of the repository, or the names of packages. */
function importsOf(file: string, what: 'all' | 'value' = 'all'): string[] {
  const whole = readFileSync(join(ROOT, file), 'utf8');
  const text = what === 'all' ? whole : whole.replace(TYPE_IMPORT, '');
  const names = [...text.matchAll(/(?:from|import) '([^']+)'|import\('([^']+)'\)/g)].map(
    (match) => match[1] ?? match[2],
  );
  return names.map((name) => (name.startsWith('.') ? posix.join(posix.dirname(file), name) : name));
}

/** What is loaded with some files of src, however it is reached: who imports what, types aside. */
function runWith(files: readonly string[]): { readonly file: string; readonly target: string }[] {
  const reached = new Set(files);
  const found: { readonly file: string; readonly target: string }[] = [];
  for (const file of reached) {
    const own = importsOf(file, 'value').map((target) => ({ file, target }));
    for (const { target } of own.filter(({ target }) => target.endsWith('.ts'))) reached.add(target);
    found.push(...own);
  }
  return found;
}

/** The folder of src that a file lies in; null for others. */
function folderOf(path: string): string | null {
  const [root, folder, ...rest] = path.split('/');
  return root === 'src' && rest.length > 0 ? folder : null;
}

/** Files on a circle of imports, or between two: what is left without those that nothing leads to, or that lead nowhere. */
function inCircles(all: readonly { readonly file: string; readonly target: string }[]): string[] {
  let left = all;
  let before: number;
  do {
    before = left.length;
    const files = new Set(left.map(({ file }) => file));
    const targets = new Set(left.map(({ target }) => target));
    left = left.filter(({ file, target }) => targets.has(file) && files.has(target));
  } while (left.length < before);
  return [...new Set(left.map(({ file }) => file))];
}
