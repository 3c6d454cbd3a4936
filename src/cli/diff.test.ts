import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { canonicalOutput } from '../golden/canonical.ts';
import { openGolden } from '../golden/folder.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const output = canonicalOutput(openGolden());
const folder = mkdtempSync(join(tmpdir(), 'diff-'));

afterAll(() => rmSync(folder, { recursive: true }));

function microgptSpec(args: readonly string[], input = '') {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', input, maxBuffer: 2 ** 28 });
}

function lastLine(text: string): string | undefined {
  return text.trimEnd().split('\n').at(-1);
}

describe('diff', () => {
  test('of what microgpt.py printed says printed, with 20 of 20 samples', () => {
    const { stdout, status } = microgptSpec(['diff'], output);
    expect(stdout).toContain('samples: 20 of 20 equal\n');
    expect([lastLine(stdout), status]).toEqual(['verdict: printed', 0]);
  });

  test('of one digit changed says diverges at that step, with status 1', () => {
    const { stdout, status } = microgptSpec(['diff', '-'], output.replace('loss 2.6497', 'loss 2.6597'));
    expect(stdout).toContain('first divergence: step 1000: expected 2.6497 (2.64969');
    expect([lastLine(stdout), status]).toEqual(['verdict: diverges', 1]);
  });

  test('of the reference at full precision says f64, with 20 of 20 samples', () => {
    const { stdout, status } = microgptSpec(['diff'], microgptSpec(['train', '--full-precision']).stdout);
    expect(stdout).toContain('samples: 20 of 20 equal\n');
    expect([lastLine(stdout), status]).toEqual(['verdict: f64', 0]);
  });

  test('of another start says so, with status 1', () => {
    const log = microgptSpec(['train', '--seed', '43', '--steps', '20']).stdout;
    const { stdout, status } = microgptSpec(['diff'], log);
    expect([lastLine(stdout), status]).toEqual(['verdict: different-start', 1]);
  });

  test('of nothing says no-losses, with status 2', () => {
    const { stdout, status } = microgptSpec(['diff']);
    expect([lastLine(stdout), status]).toEqual(['verdict: no-losses', 2]);
  });

  test('reads a file, and writes JSON beside the summary', () => {
    const log = join(folder, 'log.txt');
    const json = join(folder, 'diff.json');
    writeFileSync(log, output);
    const { stdout } = microgptSpec(['diff', log, '--json', json]);
    expect(lastLine(stdout)).toBe('verdict: printed');
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({ verdict: 'printed', stepsCompared: 1000 });
  });

  test('--json - prints JSON in place of the summary', () => {
    const { stdout, status } = microgptSpec(['diff', '--json', '-'], output.replaceAll('3.3660', '3.5'));
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'diverges', firstDivergence: { step: 1, got: 3.5 } });
    expect(status).toBe(1);
  });

  test('tolerates binary garbage and lines without end', () => {
    const garbage = '\0\ufffd\x1b'.repeat(1_000_000);
    const { stdout } = microgptSpec(['diff'], `${garbage}\n${output}\n${garbage}`);
    expect(lastLine(stdout)).toBe('verdict: printed');
  });

  test.each([
    ['a missing file', ['/no/such/log'], 'diff: cannot read /no/such/log: there is no such file or folder'],
    ['a folder', [folder], `diff: cannot read ${folder}: it is a folder`],
    ['an unknown flag', ['--wide'], "unknown option '--wide'"],
    ['a second log', ['a', 'b'], 'too many arguments'],
  ])('%s is one line on standard error and status 2', (_, args, message) => {
    const { stderr, status } = microgptSpec(['diff', ...args], output);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n').length).toBe(1);
    expect(status).toBe(2);
  });
});
