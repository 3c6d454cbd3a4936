import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeTarball } from './tarball.ts';

const folder = mkdtempSync(join(tmpdir(), 'tarball-'));

afterAll(() => rmSync(folder, { recursive: true }));

// npm runs `prepare` inside an installed package, and it would take the built files away and fail.
test('the tarball has the built files, and a package.json without scripts', () => {
  const tarball = makeTarball(folder);
  const read = (...args: string[]) => execFileSync('tar', [...args, tarball], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const manifest: object = JSON.parse(
    execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }),
  );
  expect(Object.keys(manifest)).toEqual(expect.arrayContaining(['bin', 'exports', 'dependencies', 'engines']));
  expect(manifest).not.toHaveProperty('scripts');
  expect(read('-tzf').split('\n')).toEqual(
    expect.arrayContaining(['package/dist/cli/main.js', 'package/spec/loss.md']),
  );
});

test('with the name of the repository, the package has its address, in a folder that was not there', {
  timeout: 120_000,
}, () => {
  const file = makeTarball(join(folder, 'not/there'), 'somebody/microgpt-spec');
  const read = (name: string) => execFileSync('tar', ['-xzOf', file, `package/${name}`], { encoding: 'utf8' });
  expect(JSON.parse(read('package.json')).repository.url).toBe('git+https://github.com/somebody/microgpt-spec.git');
  expect(read('README.md')).toContain('git clone https://github.com/somebody/microgpt-spec.git microgpt-spec');
  expect(read('README.md')).toContain('uses: somebody/microgpt-spec@');
  expect(read('README.md')).not.toMatch(/\bADDRESS\b|\bOWNER\b/);
});
