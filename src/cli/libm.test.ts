import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readLibraryLosses } from '../golden/libraryLosses.ts';
import { readOwnText } from '../port/ownText.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const libraries = readLibraryLosses(readOwnText(new URL('../../spec/measured/libraries.json', import.meta.url)));

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
    expect([verdict, status]).toEqual(['verdict: exact', 0]);
    expect(stdout).toContain(`compared with the reference's losses on another library: ${of}`);
    const [other] = libraries.filter((library) => library.name !== name);
    expect(diff(losses, '--libm', other.name).verdict).toBe('verdict: f64');
  });

  test('of the last bit of one loss is no exact run any more', () => {
    const [{ name, losses }] = libraries;
    expect(diff(losses.with(99, losses[99] * (1 + Number.EPSILON)), '--libm', name).verdict).toBe('verdict: f64');
  });

  test.each([
    [['--dialect', 'early'], 'this is of other constants'],
    [['--params', 'p.txt'], 'leave one of them out'],
    [['--against', 'other.log'], 'leave one of them out'],
  ])('with %s is refused, for it is of the canonical run alone', (flags, message) => {
    const { stderr, status } = diff([3.3], '--libm', 'go', ...flags);
    expect([stderr.trimEnd().split('\n').length, status]).toEqual([1, 2]);
    expect(stderr).toContain(message);
  });

  test('names the libraries that were measured where there is no such one', () => {
    const { stderr, status } = diff([3.3], '--libm', 'newlib');
    expect(stderr).toContain('glibc, musl, go, java, v8');
    expect(status).toBe(2);
  });
});
