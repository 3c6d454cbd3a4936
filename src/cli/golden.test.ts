import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'golden-command-'));

afterAll(() => rmSync(folder, { recursive: true }));

function microgptSpec(root: string, ...args: string[]) {
  return spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), ...args], { encoding: 'utf8', cwd: folder });
}

describe('golden verify', () => {
  test('says how many files are as recorded, and from what', () => {
    const { stdout, status } = microgptSpec(ROOT, 'golden', 'verify');
    expect(stdout).toMatch(/^golden: \d+ files, all as recorded; recorded from microgpt\.py with CPython \S+ on .*\n$/);
    expect(status).toBe(0);
  });
});

test.each([
  ['verify', 'nosuch'],
  ['verify', join(ROOT, 'package.json')],
  ['export', folder],
])('golden %s names a folder that is no recording', (command, name) => {
  const { stderr, stdout, status } = microgptSpec(ROOT, 'golden', command, name);
  expect([stderr, stdout, status]).toEqual([
    expect.stringContaining(`golden ${command}: ${name} is no recording: it has no manifest.json; name a folder that `),
    '',
    2,
  ]);
});

describe('golden export', () => {
  test('writes text, and nothing over it until it is told to', () => {
    const { stdout, status } = microgptSpec(ROOT, 'golden', 'export');
    expect([stdout.split('\n')[0], status]).toEqual([join('microgpt-golden', 'config.txt'), 0]);
    const losses = join(folder, 'microgpt-golden', 'losses.txt');
    expect(readFileSync(losses, 'utf8')).toMatch(/^3\.3659669475848504\n/);

    writeFileSync(losses, 'mine\n');
    const again = microgptSpec(ROOT, 'golden', 'export');
    expect(again.stderr).toMatch(/^microgpt-spec: golden export: \S+ is already there; .*--force to overwrite\n$/);
    expect([again.status, readFileSync(losses, 'utf8')]).toEqual([2, 'mine\n']);

    expect(microgptSpec(ROOT, 'golden', 'export', '--force').status).toBe(0);
    expect(readFileSync(losses, 'utf8')).not.toBe('mine\n');
  });

  test('writes nothing over what is recorded, by whatever name it is reached', () => {
    const out = join(folder, 'linked');
    mkdirSync(out);
    const recorded = join(ROOT, 'golden', 'canonical', 'losses.json');
    symlinkSync(recorded, join(out, 'losses.txt'));
    const { stderr, status } = microgptSpec(ROOT, 'golden', 'export', '--out', out, '--force');
    expect(stderr).toMatch(
      /^microgpt-spec: golden export: --out \S+ would be written over \S+losses\.json, which is read; /,
    );
    expect(status).toBe(2);
  });

  test.each([
    ['a file in place of the folder', ['--out', join(ROOT, 'package.json')], 'cannot write'],
    ['an unknown format', ['--format', 'xml'], 'allowed choices are text, csv, jsonl'],
    ['an unknown flag', ['--all'], "unknown option '--all'"],
  ])('%s is one line on standard error and status 2', (_, args, message) => {
    const { stderr, status } = microgptSpec(ROOT, 'golden', 'export', ...args);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n').length).toBe(1);
    expect(status).toBe(2);
  });
});

describe('golden data that is not as recorded', () => {
  const broken = join(folder, 'broken');

  beforeAll(() => {
    for (const part of ['dist', 'golden', 'package.json'])
      cpSync(join(ROOT, part), join(broken, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(broken, 'node_modules'));
    for (const name of ['losses.json', 'initial.json']) writeFileSync(join(broken, 'golden/canonical', name), '{}\n');
  });

  test('golden verify has a line for each file and status 2', () => {
    const { stdout, status } = microgptSpec(broken, 'golden', 'verify');
    expect(stdout).toMatch(
      /^golden: canonical\/initial\.json .*\ngolden: canonical\/losses\.json .*\n.* 2 problems; .*\n$/,
    );
    expect(status).toBe(2);
  });

  test.each([
    ['train', 'canonical/initial.json'],
    ['diff', 'canonical/losses.json'],
    ['golden export', 'canonical/losses.json'],
  ])('%s says which file is altered, with status 2', (command, file) => {
    const { stdout, stderr, status } = microgptSpec(broken, ...command.split(' '));
    expect(stderr).toContain(`microgpt-spec: golden: ${file} is not the file that was recorded: expected SHA-256`);
    expect([stderr.trimEnd().split('\n').length, stdout, status]).toEqual([1, '', 2]);
  });
});
