import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ROOT } from './sources.ts';

/** What of package.json only a clone needs: npm runs `prepare` where it finds it, and warns of it at each install. */
const OF_A_CLONE = ['scripts', 'devDependencies'];

/**
 * `npm run tarball [-- FOLDER [OWNER/NAME]]`: the package as it ships, and its file's name on standard output. It is `npm pack`'s, packed
 * again without what `OF_A_CLONE` lists.
 *
 * @param folder - where the tarball goes; made where it is not there
 * @param repository - `owner/name` on GitHub, for which the README has words in its place; null where it has none yet
 * @returns the tarball's path
 */
export function makeTarball(folder: string, repository: string | null = null): string {
  const work = mkdtempSync(join(tmpdir(), 'microgpt-tarball-'));
  try {
    execFileSync('tar', ['-xzf', packed(ROOT, work), '-C', work]);
    const shipped = join(work, 'package');
    const file = join(shipped, 'package.json');
    writeFileSync(file, shippedManifest(readFileSync(file, 'utf8'), repository));
    if (repository !== null) {
      const readme = join(shipped, 'README.md');
      writeFileSync(readme, addressed(readFileSync(readme, 'utf8'), repository));
    }
    mkdirSync(resolve(folder), { recursive: true });
    return packed(shipped, resolve(folder));
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** A package.json without what only a clone needs, and with the repository, which npm's provenance is held against. */
function shippedManifest(text: string, repository: string | null): string {
  const entries = Object.entries(JSON.parse(text) as object).filter(([name]) => !OF_A_CLONE.includes(name));
  const url =
    repository === null ? {} : { repository: { type: 'git', url: `git+https://github.com/${repository}.git` } };
  return `${JSON.stringify({ ...Object.fromEntries(entries), ...url }, null, 2)}\n`;
}

/**
 * README with the repository's address in the places of the words that stand for it.
 *
 * @param text - README.md, or what else has these words
 * @param repository - `owner/name` on GitHub
 */
export function addressed(text: string, repository: string): string {
  return text
    .replaceAll(/\bADDRESS is that of this repository\. /g, '')
    .replaceAll(/\bADDRESS\b/g, `https://github.com/${repository}.git`)
    .replaceAll('OWNER/microgpt-spec', repository);
}

function packed(source: string, folder: string): string {
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
  return join(folder, execFileSync('npm', args, { cwd: source, encoding: 'utf8' }).trim());
}

if (process.argv[1] === import.meta.filename)
  process.stdout.write(`${makeTarball(process.argv[2] ?? '.', process.argv[3] ?? null)}\n`);
