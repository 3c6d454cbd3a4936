import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../suite/options.ts';
import { brokenLinks } from './links.ts';

const folder = mkdtempSync(join(tmpdir(), 'links-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PAGES = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];

test('no link in the repository leads nowhere, nor one in the package out of it', () => {
  const packing = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: PACKAGE_ROOT });
  const [{ files }] = JSON.parse(packing.toString());
  const packed = new Set<string>(files.map(({ path }: { path: string }) => path));
  const pages = [...packed].filter((file) => file.endsWith('.md'));
  expect(pages).toEqual(expect.arrayContaining([...PAGES, 'spec/README.md', 'golden/README.md', 'spec/loss.md']));
  expect(brokenLinks(PACKAGE_ROOT, pages, packed)).toEqual([]);
});

test('what leads nowhere is told, with why', () => {
  mkdirSync(join(folder, 'sub'));
  writeFileSync(
    join(folder, 'a.md'),
    '# One two\n# One two\n[a](b.md) [b](sub/c.md#loss) [b](sub/c.md#loss.3) [c](#one-two-1) [d](https://x.org) `[e](f)` <img src="g.png">\n[h](sub/)\n',
  );
  writeFileSync(join(folder, 'sub/c.md'), '<a id="loss.3"></a>\n\n## A `loss`\n[up](../a.md#one-two) [out](../a.md)\n');
  expect(brokenLinks(folder, ['a.md', 'sub/c.md'], new Set(['sub/c.md']))).toEqual([
    { page: 'a.md', link: 'b.md', why: 'no file' },
    { page: 'a.md', link: 'sub/c.md#loss', why: 'no heading' },
    { page: 'a.md', link: 'g.png', why: 'no file' },
    { page: 'sub/c.md', link: '../a.md#one-two', why: 'not packed' },
    { page: 'sub/c.md', link: '../a.md', why: 'not packed' },
  ]);
});
