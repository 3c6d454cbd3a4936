import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const SCRIPT = fileURLToPath(new URL('../ports/python/script.fixture.py', import.meta.url));
/** A Python that is missing is a visible skip, and a failure in CI. */
const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0 || process.env.CI !== undefined;

const folder = mkdtempSync(join(tmpdir(), 'script-'));
const NAMES = written('given.txt', 'emma\nolivia\nava\nisabella\nsophia\n');
const OTHER = written('other.py', 'print("hello")\n');
const BROKEN = written('broken.py', 'def gpt(:\n');

afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!HAS_PYTHON)('a script in Python', () => {
  test('is run with all operations by run --script', () => {
    const { status, stdout } = cli('run', '--chapter', 'loss', '--runs', '2', '--script', SCRIPT);
    expect(stdout).toContain('port: script.fixture.py ');
    expect(stdout).toMatch(/verdict: conforms, chapter loss alone\n$/);
    expect(status).toBe(0);
  });

  test('is looked at by doctor --script', () => {
    const { status, stdout } = cli('doctor', '--script', SCRIPT);
    expect(stdout).toContain('23 of the 23 that hello names give an answer that can be read');
    expect(stdout).toMatch(/verdict: ready\n$/);
    expect(status).toBe(0);
  });

  test('is trained by diff --script, replayed from its own start, and leaves nothing behind', () => {
    const before = readdirSync(folder);
    const { status, stdout } = cli('diff', '--script', SCRIPT, '--input', NAMES, '--steps', '3');
    expect(stdout).toContain('losses: 3 of 1000 steps compared');
    expect(stdout).toMatch(/verdict: (exact|f64), incomplete \(3 of 1000 steps\)\n$/);
    expect([status, readdirSync(folder)]).toEqual([0, before]);
  });

  test.each([
    ['run', ['--script', join(folder, 'none.py')], /^run: cannot read .*none\.py: No such file or directory$/],
    ['run', ['--script', OTHER], /other\.py: no class defines backward, __add__, __mul__; is this microgpt\?$/],
    ['doctor', ['--script', BROKEN], /broken\.py is no Python 3\.\d+: /],
    [
      'run',
      ['--script', SCRIPT, '--python', 'no-such-python'],
      /there is no command no-such-python; install Python 3\.8/,
    ],
    ['run', ['--script', SCRIPT, '--', 'true'], /^run: give --script FILE or -- COMMAND, not both$/],
    ['run', ['--script', SCRIPT, '--module', 'port.ts'], /^run: give --script FILE or --module FILE, not both$/],
    ['run', ['--python', 'python3'], /^run: --python is the interpreter of --script FILE; name the script$/],
    ['doctor', [], /^doctor: no adapter: /],
    ['diff', ['--script', SCRIPT], /reads names\.txt, which is not there; name its dataset: --input FILE$/],
    ['diff', ['--script', SCRIPT, '--params', NAMES], /^diff: --script makes the log and the start itself/],
    ['diff', ['--steps', '3'], /^diff: --steps is of the training of --script FILE; name the script$/],
  ])('%s says in one line, with status 2, what is wrong: %j', (command, args, message) => {
    const { status, stderr } = cli(command, ...args);
    expect(stderr.trimEnd().replace('microgpt-spec: ', '')).toMatch(message);
    expect([status, stderr.trimEnd().split('\n').length]).toEqual([2, 1]);
  });
});

function cli(...args: readonly string[]) {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', cwd: folder });
}

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}
