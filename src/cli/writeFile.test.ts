import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { writeWhole } from './writeFile.ts';

const WRITE_FILE = fileURLToPath(new URL('../../dist/cli/writeFile.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'write-'));

afterAll(() => rmSync(folder, { recursive: true }));

describe('writeWhole', () => {
  test('makes the folder, replaces what was there, and leaves nothing else behind', () => {
    const file = join(folder, 'made/deep/result.json');
    writeWhole('run', file, 'first, and longer');
    writeWhole('run', file, 'second');
    expect(readFileSync(file, 'utf8')).toBe('second');
    expect(readdirSync(join(folder, 'made/deep'))).toEqual(['result.json']);
  });

  test('writes to a device in place', () => {
    writeWhole('run', '/dev/null', 'text');
    expect(() => writeWhole('run', '/dev/full', 'text')).toThrow('run: cannot write /dev/full: no space is left');
  });

  test('where the disk takes no more, what was there stays', () => {
    const file = join(folder, 'kept.json');
    writeFileSync(file, 'kept');
    const script = join(folder, 'writes.mjs');
    writeFileSync(
      script,
      `import { writeWhole } from ${JSON.stringify(WRITE_FILE)};
      process.on('SIGXFSZ', () => {}); // a write beyond the limit fails, as on a full disk
      try { writeWhole('run', ${JSON.stringify(file)}, 'x'.repeat(1e6)); } catch (error) { console.log(error.message); }`,
    );
    const { stdout } = spawnSync('bash', ['-c', `ulimit -f 64; exec "${process.execPath}" ${script}`], {
      encoding: 'utf8',
    });
    expect(stdout).toBe(`run: cannot write ${file}: the file would be too large\n`);
    expect(readFileSync(file, 'utf8')).toBe('kept');
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test.each([
    ['a folder', folder, 'it is a folder'],
    ['a file on the way', join(folder, 'a-file/x'), 'a file is in its place'],
  ])('%s is a fault in one line', (_, file, reason) => {
    writeFileSync(join(folder, 'a-file'), '');
    expect(() => writeWhole('run', file, 'text')).toThrow(reason);
  });
});
