import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CHAPTERS } from '../port/ops.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What stands at the top of the repository: DESIGN's list, and nothing else. */
const TOP = [
  'CHANGELOG.md',
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

/** Which folders of src each may import from, beside itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  adapters: [],
  reference: [],
  port: ['reference'],
  engine: ['port', 'reference'],
  libm: ['port'],
  spec: ['port'],
  golden: ['deviations', 'engine', 'port', 'reference'],
  deviations: ['port', 'reference'],
  report: ['libm', 'port', 'golden', 'spec'],
  suite: ['golden', 'libm', 'port', 'report', 'spec'],
  measure: ['deviations', 'engine', 'golden', 'libm', 'port', 'reference'],
  bench: ['engine', 'golden', 'measure', 'port', 'reference'],
  strength: ['deviations', 'libm', 'measure', 'port', 'reference', 'report', 'spec', 'suite'],
  cli: ['adapters', 'deviations', 'golden', 'measure', 'port', 'reference', 'report', 'spec', 'suite'],
};

/** The reference's files in the order in which they may import each other. */
const REFERENCE_ORDER = ['python', 'config', ...CHAPTERS, 'microgpt'];

const sources = filesIn(join(ROOT, 'src')).filter((file) => !file.endsWith('.test.ts'));
const imports = sources.flatMap((file) => importsOf(join(ROOT, 'src', file)).map((target) => ({ file, target })));

describe('layout', () => {
  test('the top level holds what the design names, and nothing else', () => {
    const entries = readdirSync(ROOT).filter((name) => !name.startsWith('.') && !MADE.includes(name));
    expect(entries.filter((name) => !TOP.includes(name) && !name.endsWith('.tgz'))).toEqual([]);
  });

  test('each chapter has its specification, its reference and its properties', () => {
    for (const chapter of CHAPTERS) {
      expect(readdirSync(join(ROOT, 'spec'))).toContain(`${chapter}.md`);
      expect(readdirSync(join(ROOT, 'src/reference'))).toContain(`${chapter}.ts`);
      expect(readdirSync(join(ROOT, 'properties'))).toContain(`${chapter}.test.ts`);
    }
  });
});

describe('imports point one way', () => {
  test('a folder of src imports only from those below it', () => {
    const inner = imports.filter(
      ({ file, target }) =>
        file.includes('/') && target.startsWith('src/') && folderOf(target) !== folderOf(`src/${file}`),
    );
    const wrong = inner.filter(({ file, target }) => !MAY_IMPORT[folderOf(`src/${file}`)]?.includes(folderOf(target)));
    expect(wrong).toEqual([]);
  });

  test('a chapter of the reference imports only chapters before it, and no node: module', () => {
    const own = imports.filter(({ file }) => file.startsWith('reference/'));
    const place = (file: string) => REFERENCE_ORDER.indexOf(posix.basename(file, '.ts'));
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter(({ target }) => !target.startsWith('src/reference/'))).toEqual([]);
    expect(own.filter(({ file, target }) => place(target) >= place(file))).toEqual([]);
  });

  test('properties never import the reference', () => {
    const own = filesIn(join(ROOT, 'properties')).filter((file) => file.endsWith('.ts'));
    const targets = own.flatMap((file) => importsOf(join(ROOT, 'properties', file)));
    expect(targets.filter((target) => target.startsWith('src/port/')).length).toBeGreaterThan(0);
    expect(targets.filter((target) => target.startsWith('src/reference/'))).toEqual([]);
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts'));
}

/** What a file imports: paths from the root of the repository, or the names of packages. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const names = [...text.matchAll(/(?:from|import) '([^']+)'|import\('([^']+)'\)/g)].map(
    (match) => match[1] ?? match[2],
  );
  return names.map((name) =>
    name.startsWith('.') ? relative(ROOT, join(dirname(file), name)).replaceAll('\\', '/') : name,
  );
}

function folderOf(path: string): string {
  return path.split('/')[1];
}
