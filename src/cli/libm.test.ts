import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { readLibraryLosses } from '../golden/libraryLosses.ts';
import { readOwnText } from '../port/ownText.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const libraries = readLibraryLosses(readOwnText(new URL('../../spec/measured/libraries.json', import.meta.url)));

const folder = mkdtempSync(join(tmpdir(), 'libm-'));

afterAll(() => rmSync(folder, { recursive: true }));

function diff(losses: readonly number[], ...flags: string[]) {
  const log = losses.map((loss, i) => `step ${i + 1} / 1000 | loss ${loss.toPrecision(17)}\n`).join('');
  const run = spawnSync(process.execPath, [MAIN, 'diff', '-', '--no-diagnosis', ...flags], {
    encoding: 'utf8',
    input: log,
  });
  return { ...run, verdict: run.stdout.trimEnd().split('\n').at(-1) };
}

describe('diff --libm', () => {
  test.each(libraries)('takes the run on $name for exact, and for another than the others', ({ name, of, losses }) => {
    const { verdict, stdout, status } = diff(losses, '--libm', name);
    expect([verdict, status]).toEqual([`verdict: exact, on ${name}'s exp, ln and powers`, 0]);
    expect(stdout).toContain(`compared with the reference's losses on another library: ${of}`);
    const [other] = libraries.filter((library) => library.name !== name);
    expect(diff(losses, '--libm', other.name).verdict).toBe(`verdict: f64, on ${other.name}'s exp, ln and powers`);
  });

  test('of the last bit of one loss is no exact run any more', () => {
    const [{ name, losses }] = libraries;
    const { verdict } = diff(losses.with(99, losses[99] * (1 + Number.EPSILON)), '--libm', name);
    expect(verdict).toBe(`verdict: f64, on ${name}'s exp, ln and powers`);
  });

  test('has a badge that says so, and a result', () => {
    const [{ name, losses }] = libraries;
    const [json, badge] = ['diff.json', 'badge.json'].map((file) => join(folder, file));
    diff(losses, '--libm', name, '--json', json, '--badge', badge);
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({ verdict: 'exact', library: name });
    expect(JSON.parse(readFileSync(badge, 'utf8')).message).toMatch(
      new RegExp(`^exact on ${name}'s library\\b.* 1000 steps$`),
    );
  });

  test.each([
    [['--dialect', 'early'], 'this is of other constants'],
    [['--params', 'p.txt'], 'which can be replayed on v8 alone, the library of this process; leave --libm out, or'],
    [['--docs', 'p.txt'], 'which can be replayed on v8 alone'],
    [['--against', 'other.log'], 'leave one of them out'],
  ])('with %s is refused, for it is of the canonical run alone', (flags, message) => {
    const { stderr, status } = diff([3.3], '--libm', 'go', ...flags);
    expect([stderr.trimEnd().split('\n').length, status]).toEqual([1, 2]);
    expect(stderr).toContain(message);
  });

  test('v8, which the reference is on, takes a replay of its losses for exact', () => {
    const start = { encoding: 'utf8', cwd: folder } as const;
    spawnSync(process.execPath, [MAIN, 'golden', 'export', '--out', '.'], start);
    const { stdout: log } = spawnSync(process.execPath, [MAIN, 'train', '--full-precision'], start);
    const dump = ['--params', join(folder, 'initial.txt'), '--docs', join(folder, 'documents.txt')];
    const losses = [...log.matchAll(/loss (.*)/g)].map(([, loss]) => Number(loss));
    expect(losses.length).toBe(1000);
    const { verdict, stdout } = diff(losses, ...dump, '--libm', 'v8');
    expect([verdict, stdout]).toEqual([
      "verdict: exact, on v8's exp, ln and powers",
      expect.stringContaining('of this process, which are V8'),
    ]);
    const other = losses.with(7, losses[7] * (1 + Number.EPSILON));
    expect(diff(other, ...dump, '--libm', 'v8').verdict).toBe("verdict: f64, on v8's exp, ln and powers");
  });

  test('of a dump of a step alone is refused, for no library tells it', () => {
    const { stderr, status } = spawnSync(process.execPath, [MAIN, 'diff', '--step', MAIN, '--libm', 'v8'], {
      encoding: 'utf8',
    });
    expect([stderr, status]).toEqual([expect.stringMatching(/--libm is of a log's losses, .*; leave it out\n$/), 2]);
  });

  test('names the libraries that were measured where there is no such one', () => {
    const { stderr, status } = diff([3.3], '--libm', 'newlib');
    expect(stderr).toContain('glibc, musl, go, java, v8');
    expect(status).toBe(2);
  });
});
