import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { canonicalDataset, canonicalLosses, canonicalOutput } from '../golden/canonical.ts';
import { openGolden } from '../golden/folder.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const golden = openGolden();
const folder = mkdtempSync(join(tmpdir(), 'train-'));

afterAll(() => rmSync(folder, { recursive: true }));

function train(...args: string[]) {
  return spawnSync(process.execPath, [MAIN, 'train', ...args], { encoding: 'utf8' });
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('train', () => {
  test('prints what microgpt.py printed, byte for byte', () => {
    const { stdout, stderr, status } = train();
    expect(stdout).toBe(canonicalOutput(golden));
    expect([stderr, status]).toEqual(['', 0]);
  });

  test('--full-precision prints losses that round-trip, within 1e-14 of the golden ones', () => {
    const { stdout } = train('--full-precision', '--steps', '20', '--num_samples', '1');
    const losses = [...stdout.matchAll(/^step +\d+ \/ 1000 \| loss (\S+)$/gm)].map(([, text]) => Number(text));
    expect(losses.length).toBe(20);
    expect(losses.map((loss, i) => Math.abs(loss - canonicalLosses(golden)[i])).filter((d) => d > 1e-14)).toEqual([]);
    expect(stdout).toMatch(/\n\n--- inference \(new, hallucinated names\) ---\nsample {2}1: \w+\n$/);
  });

  test('--steps stops early, on the learning rate of num_steps', () => {
    const whole = canonicalOutput(golden);
    const { stdout } = train('--steps', '10');
    const heading = stdout.indexOf('\n--- inference');
    expect(stdout.slice(0, heading)).toBe(whole.slice(0, whole.indexOf('step   11')));
  });

  test('--num_steps changes the learning rate, and --num-steps means the same', () => {
    const { stdout } = train('--num_steps', '10');
    expect(stdout).toContain('step   10 /   10 | loss');
    expect(stdout).toContain('step    1 /   10 | loss 3.3660\r');
    expect(stdout).not.toContain(canonicalLosses(golden)[9].toFixed(4));
    expect(train('--num-steps', '10').stdout).toBe(stdout);
  });

  test('--json writes the configuration, sizes, losses and samples', () => {
    const path = join(folder, 'run.json');
    const { stdout } = train('--steps', '2', '--seed', '100000000000000000000', '--json', path);
    const result = JSON.parse(readFileSync(path, 'utf8'));
    expect(result).toMatchObject({
      schema: 1,
      config: { n_embd: 16, num_steps: 1000, seed: '100000000000000000000' },
      num_docs: 32033,
      vocab_size: 27,
      num_params: 4192,
      losses: [expect.any(Number), expect.any(Number)],
    });
    expect(result.samples.map((name: string) => `: ${name}\n`).every((line: string) => stdout.includes(line))).toBe(
      true,
    );
  });

  test('--json - prints nothing but the JSON', () => {
    const { stdout } = train('--steps', '1', '--num_samples', '0', '--json', '-');
    expect(JSON.parse(stdout).losses[0]).toBeCloseTo(3.3659669475848504, 14);
  });

  test('--dialect early has the constants of the first revision', () => {
    const { config } = JSON.parse(train('--dialect', 'early', '--steps', '1', '--json', '-').stdout);
    expect(config).toMatchObject({ block_size: 8, std: 0.02, activation: 'relu_squared', num_steps: 500 });
  });

  test('--input trains from the shuffle on', () => {
    const names = canonicalDataset(golden).documents.slice(0, 50);
    const { stdout, status } = train('--input', file('names.txt', names.join('\n')), '--num_steps', '60');
    expect(stdout).toMatch(/^num docs: 50\nvocab size: \d+\nnum params: \d+\nstep {4}1 \/ {3}60 \| loss \d\.\d{4}\r/);
    expect(status).toBe(0);
  });

  test('ends quietly where its reader goes away', () => {
    const command = `"${process.execPath}" "${MAIN}" train | head -n 1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
    expect([stdout, stderr]).toEqual(['num docs: 32033\n', '']);
  });
});

describe('train is told what it cannot do', () => {
  test.each([
    ['a missing file', ['--input', '/no/such/file'], 'cannot read /no/such/file: there is no such file or folder'],
    ['a folder', ['--input', folder], `cannot read ${folder}: it is a folder`],
    ['an empty dataset', ['--input', file('empty.txt', ' \n\n')], 'has no documents'],
    ['bytes that are no UTF-8', ['--input', file('latin1.txt', Uint8Array.of(0xff, 0x0a))], 'UTF-8'],
    ['more steps than golden documents', ['--num_steps', '1001'], 'give the dataset with --input'],
    ['more steps than num_steps', ['--steps', '1001'], 'give --num_steps 1001 too'],
    ['sizes that do not fit', ['--n_embd', '10'], 'n_embd is 10; it must be a multiple of n_head (4)'],
    ['no context', ['--block_size', '0'], 'block_size is 0; it must be an integer >= 1'],
    ['a rate that is not finite', ['--learning_rate', '1e999'], 'learning_rate is Infinity'],
    ['an unknown activation', ['--activation', 'gelu'], 'activation is gelu'],
    ['a word for a number', ['--n_embd', 'wide'], 'it must be a number'],
    ['a fraction of a step', ['--steps', '1.5'], 'it must be an integer >= 0'],
    ['a fraction for a seed', ['--seed', '1.5'], 'it must be an integer'],
    ['an unknown dialect', ['--dialect', 'late'], 'allowed choices are canonical, early'],
    ['an unknown flag', ['--fast'], "unknown option '--fast'"],
    ['arithmetic that raises', ['--learning_rate', '1e300', '--steps', '3'], 'the weights sum to NaN'],
    ['a file that cannot be written', ['--steps', '0', '--json', join(process.execPath, 'x')], 'cannot write'],
  ])('%s is one line on standard error and status 2', (_, args, message) => {
    const { stderr, status } = train(...args);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n').length).toBe(1);
    expect(status).toBe(2);
  });
});
