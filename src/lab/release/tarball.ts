import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ROOT } from './sources.ts';

/** What of package.json only a clone needs: npm runs `prepare` where it finds it, and warns of it at each install. */
const OF_A_CLONE = ['scripts', 'devDependencies'];

/**
 * `npm run tarball [-- FOLDER]`: the package as it ships, and its file's name on standard output. It is `npm pack`'s, packed
 * again without what `OF_A_CLONE` lists.
 *
 * @param folder - where the tarball goes
 * @returns the tarball's path
 */
export function makeTarball(folder: string): string {
  const work = mkdtempSync(join(tmpdir(), 'microgpt-tarball-'));
  try {
    execFileSync('tar', ['-xzf', packed(ROOT, work), '-C', work]);
    const shipped = join(work, 'package');
    const file = join(shipped, 'package.json');
    writeFileSync(file, shippedManifest(readFileSync(file, 'utf8')));
    return packed(shipped, resolve(folder));
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** A package.json without what only a clone needs. */
function shippedManifest(text: string): string {
  const entries = Object.entries(JSON.parse(text) as object).filter(([name]) => !OF_A_CLONE.includes(name));
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

function packed(source: string, folder: string): string {
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
  return join(folder, execFileSync('npm', args, { cwd: source, encoding: 'utf8' }).trim());
}

if (process.argv[1] === import.meta.filename) process.stdout.write(`${makeTarball(process.argv[2] ?? '.')}\n`);
