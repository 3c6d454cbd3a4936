import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'places-'));

afterAll(() => rmSync(folder, { recursive: true }));

/** What a package has beside its built files. */
const PARTS = ['src', 'properties', 'golden', 'spec', 'package.json', 'node_modules'];

/** The package in another folder, as an install has it; some parts copied, and the others linked. */
function packageIn(name: string, copied: readonly string[] = []): string {
  const place = join(folder, name, 'node_modules/microgpt-spec');
  mkdirSync(place, { recursive: true });
  const isShipped = (path: string) => !/\/(lab|tsconfig\.json)$/.test(path);
  cpSync(join(ROOT, 'dist'), join(place, 'dist'), { recursive: true, filter: isShipped });
  for (const part of PARTS) {
    if (copied.includes(part)) cpSync(join(ROOT, part), join(place, part), { recursive: true, filter: isShipped });
    else symlinkSync(join(ROOT, part), join(place, part));
  }
  return place;
}

function microgpt(place: string, ...args: string[]) {
  return spawnSync(process.execPath, [join(place, 'dist/cli/main.js'), ...args], { encoding: 'utf8', cwd: folder });
}

// As `core.autocrlf` writes a clone on Windows, golden data aside, which .gitattributes has left alone since ever.
describe('a package whose text files end their lines with CR LF', () => {
  const texts = ['src', 'properties', 'spec'];
  const place = packageIn('crlf', texts);
  for (const part of texts) {
    for (const file of readdirSync(join(place, part), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(md|ts|mts|mjs|js|json|css|py|c|go|rs|yml)$/.test(file)) continue;
      const path = join(place, part, file);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('\n', '\r\n'));
    }
  }

  test('runs', () => {
    const { stdout, stderr, status } = microgpt(place, 'run', '--chapter', 'loss', '--runs', '1');
    expect([stderr, status]).toEqual(['', 0]);
    expect(stdout).toMatch(/^loss +12 +12 /m);
  });

  test('and says that coverage leaves node_modules out, in place of an empty table', () => {
    const args = ['run', '--chapter', 'loss', '--runs', '1', '--coverage', 'covered'];
    const { stdout, status } = microgpt(place, ...args);
    expect(stdout).toMatch(/^the reference's code is not covered here: vitest leaves out what lies in node_modules; /m);
    expect(stdout).not.toContain('Coverage report');
    expect([status, readdirSync(join(folder, 'covered')).sort()]).toEqual([0, ['clauses.html', 'clauses.json']]);
  });

  test('explains a clause as any other', () => {
    expect(microgpt(place, 'explain', 'loss.3').stdout).toBe(microgpt(ROOT, 'explain', 'loss.3').stdout);
  });

  test('writes templates with LF, for a script with CR in its first line does not start', () => {
    expect(microgpt(place, 'init', 'python', 'made').status).toBe(0);
    expect(readFileSync(join(folder, 'made/adapter.py'), 'utf8')).not.toContain('\r');
  });
});

describe('a folder whose name an address could not have', () => {
  test.each(['a#b', 'q?m', 'feature%2Flogin'])('%s is named at once, with what to do', (name) => {
    const place = packageIn(name);
    const { stdout, stderr, status } = microgpt(place, 'run', '--chapter', 'loss');
    expect(stderr).toMatch(
      /^microgpt-spec: run: .* has a "[#?%]" in it, .*; rename the folder, or install elsewhere: .*\n$/,
    );
    expect([stdout, status]).toEqual(['', 2]);
    expect(microgpt(place, 'explain', 'loss.3').status).toBe(0);
  });

  test('a module in it is named as that, and a port in another process is not concerned', () => {
    const there = join(folder, 'm#n');
    mkdirSync(there);
    writeFileSync(join(there, 'port.mjs'), 'export default {};\n');
    cpSync(join(ROOT, 'src/adapters/js/adapter.mjs'), join(there, 'adapter.mjs'));
    const { stderr, status } = microgpt(ROOT, 'run', '--module', join(there, 'port.mjs'));
    expect(stderr).toMatch(
      /^microgpt-spec: run: .*m#n\/port\.mjs has a "#" in it, .*; rename the folder, or copy the module/,
    );
    expect(status).toBe(2);
    const port = ['--', process.execPath, join(there, 'adapter.mjs')];
    expect(microgpt(ROOT, 'run', '--chapter', 'loss', '--runs', '1', ...port).status).toBe(0);
  });
});
