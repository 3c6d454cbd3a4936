import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const SIZES = ['--n_layer', '2', '--n_embd', '12', '--n_head', '3', '--block_size', '6', '--num_steps', '24'];
const folder = mkdtempSync(join(tmpdir(), 'golden-record-'));

writeFileSync(join(folder, 'words.txt'), 'stone\nriver\nmoss\nöl\nfern\nlichen\nbog\n');

afterAll(() => rmSync(folder, { recursive: true }));

function microgptSpec(...args: string[]) {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', cwd: folder });
}

function record(...args: string[]) {
  return microgptSpec('golden', 'record', '--input', 'words.txt', ...args);
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}

describe('a recording of the own dataset and sizes', () => {
  beforeAll(() => {
    const { stdout, stderr, status } = record('--out', 'mine', ...SIZES);
    expect([stdout.split('\n')[0], stderr, status]).toEqual([
      'mine: 24 steps on 7 documents by the reference; in full: 1, 2, 3, 10, 24',
      '',
      0,
    ]);
  });

  test('is as golden verify wants it, until a file is altered', () => {
    const { stdout, status } = microgptSpec('golden', 'verify', 'mine');
    expect(stdout).toMatch(
      /^golden: 12 files, all as recorded; recorded of words\.txt by the reference of microgpt-spec \S+ with Node \S+ on \S+ \S+\n$/,
    );
    expect(status).toBe(0);

    expect(record('--out', 'altered', ...SIZES).status).toBe(0);
    writeFileSync(join(folder, 'altered/losses.json'), '[]\n');
    const altered = microgptSpec('golden', 'verify', 'altered');
    expect(altered.stdout).toMatch(/^golden: losses\.json is not the file that was recorded: .*record it again \(npx/);
    expect(altered.status).toBe(2);
  });

  test('has the losses that train prints, to the last bit', () => {
    const log = microgptSpec('train', '--input', 'words.txt', ...SIZES, '--full-precision');
    writeFileSync(join(folder, 'train.log'), log.stdout);
    const { stdout, status } = microgptSpec('diff', 'train.log', '--against', 'mine/losses.json');
    expect(stdout).toMatch(/^losses: 24 of 24 steps compared, \d+ decimals printed, max \|delta\| 0\n/);
    expect([lastLine(stdout), status]).toEqual(['verdict: exact', 0]);
  });

  test('can be replayed from its start and its documents', () => {
    const start = ['--params', 'mine/initial.json', '--docs', 'mine/dataset.json'];
    const { stdout, status } = microgptSpec('diff', 'mine/losses.json', ...start, ...SIZES);
    expect([lastLine(stdout), status]).toEqual(['verdict: exact', 0]);
  });

  test.each([
    ['mine/steps'],
    ['mine/steps/1.json'],
    ['mine/steps/24.json'],
  ])('its step %s holds, with nothing said of sizes', (steps) => {
    const { stdout, status } = microgptSpec('diff', '--step', steps);
    expect(lastLine(stdout)).toMatch(/^verdict: f64, in what is given \(\d+ values\)$/);
    expect(stdout).not.toContain('wrong:');
    expect(status).toBe(0);
  });

  test('a step of it with a number changed is wrong there', () => {
    const step = JSON.parse(readFileSync(join(folder, 'mine/steps/2.json'), 'utf8'));
    step.grad['layer1.attn_wo'][0][0] += 0.01;
    writeFileSync(join(folder, 'step2.json'), JSON.stringify(step));
    const { stdout, status } = microgptSpec('diff', '--step', 'step2.json');
    expect(stdout).toContain('first wrong: the gradient of layer1.attn_wo alone');
    expect([lastLine(stdout), status]).toEqual(['verdict: diverges', 1]);
  });

  test('is exported as text', () => {
    expect(microgptSpec('golden', 'export', 'mine', '--out', 'text').status).toBe(0);
    const losses = readFileSync(join(folder, 'text/losses.txt'), 'utf8').trim().split('\n').map(Number);
    expect(losses).toEqual(JSON.parse(readFileSync(join(folder, 'mine/losses.json'), 'utf8')));
  });

  test('is not replaced until that is asked for, and a folder of other files never is', () => {
    const again = record('--out', 'mine', '--num_steps', '2');
    expect(again.stderr).toBe(
      'microgpt-spec: golden record: mine is already there; choose another --out, or --force to replace it\n',
    );
    expect([again.status, existsSync(join(folder, 'mine/steps/24.json'))]).toEqual([2, true]);

    expect(record('--out', 'replaced', '--num_steps', '3').status).toBe(0);
    expect(record('--out', 'replaced', '--num_steps', '2', '--force').status).toBe(0);
    expect(readdirSync(join(folder, 'replaced/steps'))).toEqual(['1.json', '2.json']);

    const other = record('--out', '.', '--force');
    expect(other.stderr).toContain('. is already there, and has other files and no manifest.json');
    expect([other.status, existsSync(join(folder, 'words.txt'))]).toEqual([2, true]);
  });
});

test('the early dialect, a seed of any size, some steps of many, and those that are asked for', () => {
  const seed = '1267650600228229401496703205376';
  const asked = ['--dialect', 'early', '--seed', seed, '--steps', '5', '--in-full', '4,2'];
  expect(record('--out', 'early', ...asked).stdout).toMatch(/^early: 5 steps .*; in full: 2, 4\n/);
  expect(readdirSync(join(folder, 'early/steps'))).toEqual(['2.json', '4.json']);
  expect(JSON.parse(readFileSync(join(folder, 'early/config.json'), 'utf8'))).toMatchObject({ seed, num_steps: 500 });
  expect(readFileSync(join(folder, 'early/output.txt'), 'utf8')).toBe(
    microgptSpec('train', '--input', 'words.txt', '--dialect', 'early', '--seed', seed, '--steps', '5').stdout,
  );
  expect(lastLine(microgptSpec('diff', '--step', 'early/steps').stdout)).toMatch(/^verdict: f64/);
});

test.each([
  ['steps', ['--num_steps', '100000']],
  ['samples', ['--num_steps', '1', '--num_samples', '10000', '--block_size', '200']],
])('nothing of a recording stays that is interrupted in its %s', async (_, sizes) => {
  const args = [MAIN, 'golden', 'record', '--input', 'words.txt', '--out', 'cut', ...sizes];
  const child = spawn(process.execPath, args, { cwd: folder });
  await vi.waitFor(() => expect(readdirSync(folder).some((name) => /^cut\..*partial$/.test(name))).toBe(true), {
    timeout: 20_000,
  });
  child.kill('SIGINT');
  expect((await once(child, 'exit'))[0]).toBe(2);
  expect(readdirSync(folder).filter((name) => name.startsWith('cut'))).toEqual([]);
});

describe('golden record is told what it cannot do', () => {
  writeFileSync(join(folder, 'empty.txt'), ' \n');
  writeFileSync(join(folder, 'line.txt'), `anna\n${'a'.repeat(65_537)}`);

  test.each([
    ['no dataset', ['--out', 'x'], "required option '--input <file>'"],
    ['a dataset that is not there', ['--input', 'none.txt'], 'cannot read none.txt: there is no such file'],
    ['one without documents', ['--input', 'empty.txt'], 'empty.txt has no documents'],
    ['standard output', ['--input', 'words.txt', '--out', '-'], '--out takes a folder'],
    ['more steps than num_steps', ['--input', 'words.txt', '--steps', '1001'], 'give --num_steps 1001 too'],
    [
      'more steps than a file has room for',
      ['--input', 'words.txt', '--num_steps', '1000001'],
      '--steps 1000000 stops',
    ],
    ['as many samples', ['--input', 'words.txt', '--num_samples', '10001'], 'at most 10000 are recorded'],
    [
      'one long line',
      ['--input', 'line.txt'],
      'line.txt: a line has 65537 bytes, and at most 65536 are recorded; one doc',
    ],
    ['no step', ['--input', 'words.txt', '--num_steps', '0'], 'there is no step to record'],
    [
      'a step beyond the last',
      ['--input', 'words.txt', '--in-full', '1001'],
      '--in-full 1001 is beyond the last step, 1000',
    ],
    ['a step twice', ['--input', 'words.txt', '--in-full', '2,2'], 'a step stands there twice'],
    ['a word for a step', ['--input', 'words.txt', '--in-full', 'all'], 'it must be an integer >= 1'],
    ['sizes that do not fit', ['--input', 'words.txt', '--n_embd', '10'], 'it must be a multiple of n_head (4)'],
    ['arithmetic that raises', ['--input', 'words.txt', '--learning_rate', '1e300'], 'golden record: words.txt: '],
  ])('%s is one line on standard error and status 2, and nothing is written', (_, args, message) => {
    const before = readdirSync(folder);
    const { stdout, stderr, status } = microgptSpec('golden', 'record', ...args);
    expect(stderr).toContain(message);
    expect([stderr.trimEnd().split('\n').length, stdout, status]).toEqual([1, '', 2]);
    expect(readdirSync(folder)).toEqual(before);
  });
});
