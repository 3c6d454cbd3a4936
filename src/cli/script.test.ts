import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
const NOTEBOOK = written('notebook.ipynb', '{"cells": [], "nbformat": 4}');
const UTF16 = written('utf16.py', Buffer.from('\ufeffprint(1)\n', 'utf16le'));
const NUL = written('nul.py', 'print(1)\0\n');
const SOURCE = readFileSync(SCRIPT, 'utf8');
const UNINSTALLED = written(
  'uninstalled.py',
  `import no_such_module\n${SOURCE.replace('e = math.exp(', 'e = no_such_module.exp(')}`,
);
const TIED = written(
  'tied.py',
  SOURCE.replace(", 'lm_head': matrix(vocab_size, n_embd)", '').replace("weights['lm_head']", "weights['wte']"),
);
const ENDS_EARLY = written('early.py', SOURCE.replace('    doc = ', '    if step == 2:\n        break\n    doc = '));
const UNSHUFFLED = written(
  'unshuffled.py',
  SOURCE.replace('random.shuffle(docs)\n', '').replaceAll("'names.txt'", `'${NAMES}'`),
);
const FIFO = join(folder, 'fifo.py');
if (process.platform !== 'win32') spawnSync('mkfifo', [FIFO]);

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
    expect(stdout).toContain('25 of the 25 that hello names give an answer that can be read');
    expect(stdout).toMatch(/verdict: ready\n$/);
    expect(status).toBe(0);
  });

  test('is trained by diff --script, replayed from its own start, and leaves nothing behind', () => {
    const before = readdirSync(folder);
    const { status, stdout } = cli('diff', '--script', SCRIPT, '--input', NAMES, '--steps', '3');
    expect(stdout).toContain('losses: 3 of 1000 steps compared');
    expect(stdout).toContain('note: --steps 3: the later of the 1000 steps are not judged; without it all are');
    expect(stdout).toContain('note: samples are not drawn and not compared; npx microgpt-spec run --script ');
    expect(stdout).not.toMatch(/dump more|let the port/);
    expect(stdout).toMatch(/verdict: (exact|f64)\n$/);
    expect([status, readdirSync(folder)]).toEqual([0, before]);
  });

  test('is incomplete for diff --script where it ends before the steps that were asked for', () => {
    const { stdout } = cli('diff', '--script', ENDS_EARLY, '--input', NAMES, '--steps', '3');
    expect(stdout).toContain('see where the script ends its training, or take it with --allow-incomplete');
    expect(stdout).toMatch(/verdict: (exact|f64), incomplete \(2 of 1000 steps\)\n$/);
  });

  test('has its documents looked at by diff --script, in the file that it reads', () => {
    const { stdout } = cli('diff', '--script', UNSHUFFLED, '--steps', '5', '--no-diagnosis');
    expect(stdout).toContain('note: docs: the documents are in the order of the file, not shuffled (dataset.5)');
  });

  test('is asked clause by clause where nothing explains it', () => {
    const file = written(
      'other_rate.py',
      SOURCE.replace('    p.data -= rate', '    p.data -= (step + 2) ** 0.3 * rate'),
    );
    const { stdout } = cli('diff', '--script', file, '--input', NAMES, '--steps', '4', '--quick');
    expect(stdout).toContain(
      `\n  npx microgpt-spec run --chapter autograd --chapter model --chapter optimizer --script ${file}\n`,
    );
  });

  test('claims nothing of a model with other matrices, and is told by doctor what to mend', () => {
    const tied = cli('doctor', '--script', TIED).stdout;
    expect(tied).toMatch(/not claimed +microgpt: it has no matrix lm_head\n/);
    expect(tied).toMatch(/not claimed +parameters: it has no matrix lm_head\n/);
    const file = written('wrong.py', SOURCE.replace('whole = sum(parts)', 'whole = sum(parts) + missing'));
    expect(cli('doctor', '--script', file).stdout).toContain(
      `fix                mend what softmax executes in ${file}; `,
    );
  });

  test.each([
    ['run', ['--script', join(folder, 'none.py')], /^run: cannot read .*none\.py: No such file or directory$/],
    [
      'run',
      ['--script', OTHER],
      /other\.py: no class defines backward, __add__, __mul__, which keep their names, as \.data and \.grad do; is this microgpt\?$/,
    ],
    [
      'doctor',
      ['--script', BROKEN],
      /broken\.py is no Python 3\.\d+: line 1: invalid syntax; mend it, or name another/,
    ],
    ['run', ['--script', NOTEBOOK], /notebook\.ipynb is a notebook; export it first: jupyter nbconvert --to script /],
    ['run', ['--script', UTF16], /utf16\.py is UTF-16, which Python does not read; save it as UTF-8$/],
    ['run', ['--script', NUL], /nul\.py has NUL bytes, so it is no text; name the script itself$/],
    ['run', ['--script', FIFO], /cannot read .*fifo\.py: it is no regular file; save the script in one$/],
    [
      'run',
      ['--script', UNINSTALLED],
      /No module named 'no_such_module'; install it, or name another interpreter with --py/,
    ],
    [
      'diff',
      ['--script', TIED, '--input', NAMES],
      /it has no matrix lm_head, so a replay has no run to compare it with; ask/,
    ],
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

function written(name: string, text: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}
