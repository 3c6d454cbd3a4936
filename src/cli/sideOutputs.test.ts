import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'side-'));
const LOSS = ['run', '--chapter', 'loss', '--runs', '1'];
const VERDICT = /^verdict: conforms, chapter loss alone$/m;
writeFileSync(join(folder, 'a-file'), '');
mkdirSync(join(folder, 'a-folder'));

afterAll(() => rmSync(folder, { recursive: true }));

function microgpt(args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd = folder) {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', cwd, env: { ...process.env, ...env } });
}

describe('an output that cannot be written costs no result', () => {
  test.each([
    ['JSON', ['--json', '/dev/full'], /^microgpt-spec: run: cannot write \/dev\/full: no space is left\n$/],
    ['JUnit', ['--reporter', 'junit=a-folder'], /^microgpt-spec: run: cannot write a-folder: it is a folder\n$/],
    [
      'JUnit on a full disk',
      ['--reporter', 'junit=/dev/full'],
      /^microgpt-spec: run: cannot write \/dev\/full: no space/,
    ],
    [
      'coverage',
      ['--coverage', 'a-file'],
      /^microgpt-spec: run: cannot write .*a-file\/clauses.json: a file is in its place; .*and \d+ more\n$/,
    ],
    [
      'pages',
      ['--report', 'a-file'],
      /^microgpt-spec: run: cannot write a-file\/index.html: a file is in its place; .*\n$/,
    ],
  ])('%s', (_, args, line) => {
    const { stdout, stderr, status } = microgpt([...LOSS, ...args]);
    expect([stdout, stderr, status]).toEqual([expect.stringMatching(VERDICT), expect.stringMatching(line), 2]);
  });

  test("a job's summary, which is the build server's, changes no status either", () => {
    const { stdout, stderr, status } = microgpt(LOSS, { GITHUB_STEP_SUMMARY: '/no/such' });
    expect(stderr).toMatch(
      /^microgpt-spec: run: cannot write \/no\/such \(GITHUB_STEP_SUMMARY\): .*; the result is given/,
    );
    expect([VERDICT.test(stdout), status]).toEqual([true, 0]);
  });
});

describe('what the environment lacks is one line, and status 2', () => {
  test('a folder for temporary files', () => {
    const { stderr, status } = microgpt(LOSS, { TMPDIR: '/no/such' });
    expect(stderr).toBe(
      'microgpt-spec: cannot make a folder in /no/such: there is no such file or folder; let TMPDIR name a folder that is there\n',
    );
    expect(status).toBe(2);
  });

  test('memory', () => {
    const command = `ulimit -v 2000000; exec "${process.execPath}" "${MAIN}" ${LOSS.join(' ')}`;
    const { stderr, status } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    expect([stderr, status]).toEqual(['microgpt-spec: there is not enough memory, or it is limited (ulimit -v)\n', 2]);
  });

  test('a working folder', () => {
    const command = `mkdir gone; cd gone; rmdir ../gone; exec "${process.execPath}" "${MAIN}" ${LOSS.join(' ')}`;
    const { stderr, status } = spawnSync('bash', ['-c', command], { encoding: 'utf8', cwd: folder });
    expect([stderr, status]).toEqual([
      'microgpt-spec: the working folder is not there any more; change to another\n',
      2,
    ]);
  });
});

test.each([
  [['--json', '-', '--reporter', 'github-actions'], '--json and --reporter github-actions would both be printed'],
  [['--json', 'a', '--reporter', 'junit=a'], '--json and --reporter junit would both be written to a'],
])('run: two outputs in one place are refused before anything is asked: %j', (flags, said) => {
  const { stdout, stderr, status } = microgpt([...LOSS, ...flags]);
  expect([stdout, stderr, status]).toEqual(['', `microgpt-spec: run: ${said}; name a file for one of them\n`, 2]);
});

describe('"-" is standard output', () => {
  test.each([
    ['expected failures', [...LOSS, '--write-expected', '-'], '# Failures that are expected'],
    ['JUnit', [...LOSS, '--reporter', 'junit=-'], '<?xml version="1.0"'],
    ['a template', ['init', 'c', '-'], '#include'],
  ])('of %s', (_, args, beginning) => {
    const { stdout, status } = microgpt(args);
    expect([stdout.includes(beginning), status]).toEqual([true, 0]);
    expect(existsSync(join(folder, '-'))).toBe(false);
  });

  test('of a page of losses, in place of the summary', () => {
    writeFileSync(join(folder, 'log'), 'step 1 / 1000 | loss 3.3660\n');
    const { stdout } = microgpt(['diff', 'log', '--html', '-', '--quick']);
    expect([stdout.startsWith('<!doctype html>'), stdout.endsWith('</html>\n')]).toEqual([true, true]);
  });

  test.each([
    ['report', [...LOSS, '--report', '-']],
    ['coverage', [...LOSS, '--coverage', '-']],
    ['out', ['golden', 'export', '--out', '-']],
  ])('and no folder: --%s says so', (flag, args) => {
    const { stderr, status } = microgpt(args);
    expect([stderr, status]).toEqual([
      expect.stringContaining(`: --${flag} takes a folder, and "-" is standard output`),
      2,
    ]);
  });
});

describe('files', () => {
  test('a link that is written to stays, and what it leads to is written, be it there or not', () => {
    symlinkSync('real.json', join(folder, 'link.json'));
    for (const _ of ['not there yet', 'there']) {
      expect(microgpt([...LOSS, '--json', 'link.json']).status).toBe(0);
      expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true);
      expect(JSON.parse(readFileSync(join(folder, 'real.json'), 'utf8')).verdict).toBe('conforms');
    }
  });

  test('of exports and templates are whole, or not there', () => {
    for (const args of ['golden export --format csv --out limited', 'init c limited-too']) {
      const command = `trap '' XFSZ; ulimit -f 2; exec "${process.execPath}" "${MAIN}" ${args}`;
      const { stderr, status } = spawnSync('bash', ['-c', command], { encoding: 'utf8', cwd: folder });
      expect([stderr, status]).toEqual([expect.stringContaining('the file would be too large'), 2]);
    }
    const left = [...readdirSync(join(folder, 'limited')), ...readdirSync(join(folder, 'limited-too'))];
    expect(left.filter((name) => !/^(config)\.csv$/.test(name))).toEqual([]);
  });

  test('of two runs with coverage in one folder do not meet', async () => {
    const runs = [1, 2].map(() =>
      spawn(process.execPath, [MAIN, ...LOSS, '--coverage', 'both'], { cwd: folder, stdio: 'ignore' }),
    );
    const ends = await Promise.all(runs.map((run) => once(run, 'exit')));
    expect(ends).toEqual([
      [0, null],
      [0, null],
    ]);
    const names = readdirSync(join(folder, 'both'));
    expect(names).toEqual(expect.arrayContaining(['clauses.json', 'index.html', 'lcov.info']));
    expect(names.filter((name) => /^\.tmp|partial/.test(name))).toEqual([]);
  });
});

test.each([
  [
    'an input',
    ['--json', 'a-file', '--', process.execPath, 'a-file'],
    /--json a-file would be written over a-file, which is read/,
  ],
  ['a folder', ['--json', 'a-folder', '--', process.execPath], /--json a-folder is a folder; name a file in it/],
])('doctor refuses %s as its output before the adapter is asked', (_, args, line) => {
  const { stdout, stderr, status } = microgpt(['doctor', ...args]);
  expect([stdout, stderr, status]).toEqual(['', expect.stringMatching(line), 2]);
});
