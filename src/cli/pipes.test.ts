import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const FOLDER = mkdtempSync(join(tmpdir(), 'pipes-'));
const PIPE = join(FOLDER, 'pipe');
const LOG = join(FOLDER, 'log');
/** Until a command has opened its files, on a machine that is busy. */
const OPENED_MS = 4000;

writeFileSync(LOG, 'step 1 / 1000 | loss 3.3660\n');

afterAll(() => rmSync(FOLDER, { recursive: true }));

describe.skipIf(process.platform === 'win32')('pipes and devices', () => {
  execFileSync('mkfifo', [PIPE]);

  test.concurrent.each([
    ['the log of diff', ['diff', PIPE]],
    ['its parameters', ['diff', LOG, '--params', PIPE]],
    ['its documents', ['diff', LOG, '--docs', PIPE]],
    ['its dataset', ['diff', LOG, '--input', PIPE]],
    ['the other log', ['diff', LOG, '--against', PIPE]],
    ['a step', ['diff', '--step', PIPE]],
    ['the dataset of train', ['train', '--input', PIPE]],
    ['a result', ['report', PIPE]],
    ['failures that are expected', ['run', '--expected', PIPE]],
  ])('a pipe to which nobody writes is waited for, and the wait can be interrupted: %s', async (_, args) => {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    await new Promise((resolve) => setTimeout(resolve, OPENED_MS));
    expect(child.exitCode).toBeNull();
    child.kill('SIGINT');
    const outcome = await Promise.race([
      ended,
      new Promise((resolve) => setTimeout(resolve, OPENED_MS, 'still there')),
    ]);
    child.kill('SIGKILL');
    expect(outcome).not.toBe('still there');
  });

  test('a pipe to which nobody writes is said to be waited for', async () => {
    const child = spawn(process.execPath, [MAIN, 'diff', '--step', PIPE], { stdio: ['ignore', 'ignore', 'pipe'] });
    const [said] = await once(child.stderr, 'data');
    child.kill('SIGINT');
    expect(String(said)).toBe(`diff: waits for somebody to write to the pipe ${PIPE}; Ctrl-C ends it\n`);
  });

  test('a pipe with data is read, whoever opens it first', async () => {
    const child = spawn(process.execPath, [MAIN, 'diff', PIPE, '--no-diagnosis'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = once(child, 'exit');
    let text = '';
    child.stdout.on('data', (chunk) => (text += String(chunk)));
    spawn('sh', ['-c', 'sleep 1; cat "$1" > "$2"', 'sh', LOG, PIPE]);
    expect(await ended).toEqual([1, null]);
    expect(text).toContain('verdict: printed, incomplete');
  });

  test.each([
    ['log', ['diff', '/dev/zero']],
    ['dump', ['diff', LOG, '--params', '/dev/urandom']],
    ['dataset', ['train', '--input', '/dev/zero']],
    ['result', ['report', '/dev/zero']],
    ['list of expected failures', ['run', '--expected', '/dev/zero']],
  ])('a device without end is no %s: one line, status 2', (_, args) => {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
    expect(stderr).toMatch(/^microgpt-spec: \w+: cannot read \/dev\/\w+: it is a device; name a file or a pipe\n$/);
    expect(status).toBe(2);
  });

  test.each([
    ['dataset of golden record', ['golden', 'record', '--input', '-']],
    ['dataset of train', ['train', '--input', '-']],
    ['dump', ['diff', LOG, '--params', '-']],
    ['second log', ['diff', LOG, '--against', '-']],
    ['result', ['report', '-']],
    ['list of expected failures', ['run', '--expected', '-']],
  ])('standard input in place of a file says what to do: %s', (_, args) => {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', input: '' });
    expect(stderr).toMatch(
      /^microgpt-spec: [a-z ]+: a file is read here, and "-" is standard input; write it into a file and name that \(.*\)\n$/,
    );
    expect(status).toBe(2);
  });

  test('a folder and a pipe are no module', () => {
    for (const file of [FOLDER, PIPE]) {
      const { status, stderr } = spawnSync(process.execPath, [MAIN, 'run', '--module', file], { encoding: 'utf8' });
      expect([status, stderr]).toEqual([
        2,
        `microgpt-spec: run: cannot read ${file}: a module is a file, and this is none\n`,
      ]);
    }
  });

  test('the null device is an empty file', () => {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'train', '--input', '/dev/null'], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([2, expect.stringContaining('/dev/null has no documents')]);
  });
});
