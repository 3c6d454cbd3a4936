import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'try-'));
afterAll(() => rmSync(folder, { recursive: true }));

function tried(...args: string[]) {
  return spawnSync(process.execPath, [MAIN, 'try', ...args], { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 24 });
}

describe('try', () => {
  test('writes the page into the working folder, and says so', () => {
    const { stdout, status } = tried();
    expect(stdout).toMatch(/^try\.html: open it in a browser, /);
    expect(readFileSync(join(folder, 'try.html'), 'utf8')).toMatch(/^<!doctype html>/);
    expect(status).toBe(0);
  });

  test('prints it in place of a file', () => {
    tried('named.html');
    expect(tried('-').stdout).toBe(readFileSync(join(folder, 'named.html'), 'utf8'));
  });

  test('a folder in its place is a fault', () => {
    const { stderr, status } = tried('.');
    expect(stderr).toBe('microgpt-spec: try: . is a folder; name a file in it, or another\n');
    expect(status).toBe(2);
  });
});
