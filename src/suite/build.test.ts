import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const PACKAGE = fileURLToPath(new URL('../../package.json', import.meta.url));
const { build }: Readonly<Record<string, string>> = JSON.parse(readFileSync(PACKAGE, 'utf8')).scripts;
const folder = mkdtempSync(join(tmpdir(), 'build-'));
const built = join(folder, 'dist/cli/main.js');

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the script of package.json where a build is already, with a compiler that does as it is told. */
function buildWith(compiler: string): number | null {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  mkdirSync(join(folder, 'dist/cli'), { recursive: true });
  writeFileSync(built, 'before');
  writeFileSync(join(folder, 'bin/tsc'), `#!/bin/sh\n${compiler}\n`, { mode: 0o755 });
  const PATH = `${join(folder, 'bin')}${delimiter}${process.env.PATH}`;
  return spawnSync('sh', ['-c', build], { cwd: folder, env: { ...process.env, PATH } }).status;
}

// A build that fails, as inside an installed package, must not take away the command that works.
test.each([
  ['is not there', 'exit 127'],
  ['finds an error', 'mkdir -p "$4/cli" && echo broken > "$4/cli/main.js"; exit 2'],
  ['leaves out what makes the page', 'mkdir -p "$4/cli" && echo broken > "$4/cli/main.js"'],
])('where the compiler %s, what was built before stays', (_, compiler) => {
  expect(buildWith(compiler)).not.toBe(0);
  expect(readFileSync(built, 'utf8')).toBe('before');
});

test('a build that succeeds replaces the one before, whatever that held', () => {
  mkdirSync(join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'dist/gone.js'), '');
  const page = 'mkdir -p "$4/lab/try" && : > "$4/lab/try/tryPage.js"';
  expect(buildWith(`mkdir -p "$4/cli" && printf after > "$4/cli/main.js" && ${page}`)).toBe(0);
  expect(readFileSync(built, 'utf8')).toBe('after');
  expect([existsSync(join(folder, 'dist/gone.js')), existsSync(join(folder, '.dist'))]).toEqual([false, false]);
});
