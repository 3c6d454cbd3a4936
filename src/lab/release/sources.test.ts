import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { MEASURED } from './measured.ts';
import { filesOf, treeDigest } from './sources.ts';

const root = mkdtempSync(join(tmpdir(), 'tree-'));
const GROUND = { programs: ['src/a.ts'], data: ['spec'] };
mkdirSync(join(root, 'src'));
mkdirSync(join(root, 'spec'));

afterAll(() => rmSync(root, { recursive: true }));

function write(files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  return treeDigest(GROUND, root);
}

const before = write({
  'src/a.ts':
    "import type { T } from './types.ts';\nimport {\n  b,\n} from './b.ts';\nconst c = await import('./c.ts');\n",
  'src/b.ts': '/** b */\nexport const b = 1;\n',
  'src/c.ts': 'export const c = 1;\n',
  'src/types.ts': 'export type T = 1;\n',
  'src/other.ts': '',
  'spec/loss.md': '### loss.1 Title\n\nText.\n\n```example\nf(1) = 2\n```\n',
});

test('a program is itself and all that it imports, but not for types alone, and data is all that lies there', () => {
  expect(filesOf(GROUND, root)).toEqual(['spec/loss.md', 'src/a.ts', 'src/b.ts', 'src/c.ts']);
});

test('a comment, a text around examples and a file that is not imported leave the digest', () => {
  const after = write({
    'src/b.ts': '/** More of b. */\nexport const b = 1;\n',
    'spec/loss.md': '### loss.1 Another title\n\nMore text.\n\n```example\nf(1) = 2\n```\n',
    'src/other.ts': 'export {};\n',
  });
  expect(after).toBe(before);
});

test.each([
  ['src/c.ts', 'export const c = 2;\n'],
  ['src/b.ts', 'class B {\n  *b(n = 1) {}\n}\n'],
  ['src/b.ts', 'class B {\n  *b(n = 2) {}\n}\n'],
  ['spec/loss.md', '### loss.1 Title\n\n```example\nf(1) = 3\n```\n'],
])('another %s gives another digest', (file, text) => {
  const earlier = treeDigest(GROUND, root);
  expect(write({ [file]: text })).not.toBe(earlier);
});

test('every measurement depends on the reference, or on a port of it', () => {
  const grounds = MEASURED.map(({ ground }) => filesOf(ground));
  expect(grounds.filter((files) => !files.includes('src/reference/autograd.ts'))).toEqual([]);
});
