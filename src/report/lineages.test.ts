import { describe, expect, test } from 'vitest';
import { lineagesOf, resultIdentity } from './lineages.ts';
import { conformingResult, named } from './result.fixture.ts';
import type { RunResult } from './result.ts';

function result(version: string, date?: string, change: Partial<RunResult['port']> = {}): RunResult {
  const { port, ...rest } = conformingResult();
  return { ...rest, ...(date === undefined ? {} : { date }), port: { ...port, ...change, version } };
}

function on(system: string, one: RunResult): RunResult {
  return { ...one, machine: { ...one.machine, system } };
}

const versions = (...results: readonly RunResult[]) =>
  lineagesOf(results).map(({ earlier, latest }) => [...earlier, latest].map(({ port, date }) => date ?? port.version));

describe('results of a port in order', () => {
  test('are so by their versions, as numbers, whenever they were made', () => {
    expect(versions(result('1.10'), result('1.9'), result('1.9.1'), result('v0.3'))).toEqual([
      ['v0.3', '1.9', '1.9.1', '1.10'],
    ]);
    expect(versions(result('1.0', '2026-01-02'), result('1.1', '2026-01-01'))).toEqual([['2026-01-02', '2026-01-01']]);
  });

  test('what is before a release is earlier', () => {
    expect(versions(result('2.0'), result('2.0-rc.10'), result('2.0-rc.9'))).toEqual([
      ['2.0-rc.9', '2.0-rc.10', '2.0'],
    ]);
  });

  test('are so by date where the versions are equal, or are not all numbers', () => {
    expect(versions(result('1.0', '2026-01-02'), result('1.0'), result('1.0', '2026-01-01'))).toEqual([
      ['1.0', '2026-01-01', '2026-01-02'],
    ]);
    expect(versions(result('f00d', '2026-01-02'), result('1.0', '2026-01-03'), result('beef', '2026-01-01'))).toEqual([
      ['2026-01-01', '2026-01-02', '2026-01-03'],
    ]);
  });

  test('stay as they are given where nothing tells', () => {
    expect(versions(result('f00d'), result('beef'))).toEqual([['f00d', 'beef']]);
  });
});

describe('a port', () => {
  test('is another in another language, class or system', () => {
    const one = result('1.0');
    const others = [
      result('1.0', undefined, { lang: 'C' }),
      result('1.0', undefined, { dtype: 'f32' }),
      on('darwin', one),
    ];
    expect(lineagesOf([one, ...others, named(one, 'another')])).toHaveLength(5);
    expect(new Set([one, ...others].map(resultIdentity)).size).toBe(4);
  });

  test('has its lineages side by side, with their systems where it has several in a class', () => {
    const one = result('1.0');
    const single = result('1.0', undefined, { dtype: 'f32' });
    const all = lineagesOf([one, named(one, 'another'), single, on('darwin', one)]);
    expect(all.map(({ latest, system }) => [latest.port.name, latest.port.dtype, system])).toEqual([
      ['mine', 'f64', 'linux x64'],
      ['mine', 'f32', null],
      ['mine', 'f64', 'darwin x64'],
      ['another', 'f64', null],
    ]);
  });
});
