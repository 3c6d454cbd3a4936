import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bounded-'));
/** Well beyond what is due to any of these, and far from what they would take without a bound. */
const TIME_MS = 30_000;
const GIB = 2 ** 30;

afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** A file of zeros that takes no room on the disk. */
function sparse(name: string): string {
  const file = fileWith(name, '');
  truncateSync(file, 3 * GIB);
  return file;
}

/** Runs a command that may have half of what it would take without a bound, by the rules of `ulimit -d`. */
function microgpt(...args: string[]) {
  const words = [process.execPath, MAIN, ...args].map((word) => `'${word}'`).join(' ');
  return spawnSync('bash', ['-c', `ulimit -d 1500000; exec ${words}`], { encoding: 'utf8', timeout: TIME_MS });
}

const LOG = fileWith('log', 'step 1 / 1000 | loss 3.3660\nstep 2 / 1000 | loss 3.4243\n');

describe('sizes are refused before anything is made of them', () => {
  test.each([
    ['a width', ['train', '--n_embd', '1000000000', '--n_head', '1']],
    ['layers', ['train', '--n_layer', '1000000000']],
    ['positions', ['diff', LOG, '--block_size', '1000000000']],
    ['a width of a replay', ['diff', LOG, '--n_embd', '1000000000', '--n_head', '1']],
  ])('%s of 1e9', (_, args) => {
    const { stderr, status } = microgpt(...args);
    expect(stderr).toMatch(
      /^microgpt-spec: \w+: n_layer .* make .* parameters, and at most 2097152 are computed with here\n$/,
    );
    expect(status).toBe(2);
  });

  test('layers of a dump', () => {
    const matrix = (rows: number) => Array.from({ length: rows }, () => Array(256).fill(0.1));
    const dump = { wte: matrix(27), wpe: matrix(16), 'layer99.attn_wq': matrix(256) };
    const params = fileWith('params.json', JSON.stringify(dump));
    const { stderr, status } = microgpt('diff', LOG, '--params', params);
    expect([stderr, status]).toEqual([
      expect.stringMatching(/params: n_layer 100, n_embd 256, .* at most 2097152 are computed with here/),
      2,
    ]);
  });

  test('sizes that a log tells', () => {
    const log = fileWith(
      'told',
      'n_layer: 1000000000\nn_embd: 16\nstep 1 / 1000 | loss 3.3660\nstep 2 / 1000 | loss 3.4\n',
    );
    const { stdout } = microgpt('diff', log, '--quick');
    expect(stdout).toMatch(/^verdict: /m);
  });
});

describe('files are refused before they are read', () => {
  test.each([
    ['a result', (file: string) => ['report', file]],
    ['expected failures', (file: string) => ['run', '--expected', file]],
    ['parameters', (file: string) => ['diff', LOG, '--params', file]],
    ['documents', (file: string) => ['diff', LOG, '--docs', file]],
    ['a dataset', (file: string) => ['train', '--input', file]],
  ])('%s of 3 GB', (_, args) => {
    const { stderr, status } = microgpt(...args(sparse('huge')));
    expect(stderr).toMatch(
      /^microgpt-spec: \w+: cannot read .*huge: it has 3221225472 bytes, and at most \d+ are read.*\n$/,
    );
    expect(status).toBe(2);
  });

  test('a log of 3 GB is read piece by piece, with a bound', () => {
    const { stdout, status } = microgpt('diff', sparse('log-of-zeros'));
    expect([stdout, status]).toEqual([expect.stringContaining('verdict: no-losses'), 2]);
  });
});
