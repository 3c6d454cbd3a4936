import { expect, test } from 'vitest';
import { readPage } from '../release/firstLine.ts';
import { benchFiles } from './benchPage.ts';
import { readBenchmarks } from './results.ts';

test('page and figure show what was measured', () => {
  for (const { url, text } of benchFiles(readBenchmarks())) expect(readPage(url)).toBe(text);
});

test('a missed aim is called missed, a met one met', () => {
  const benchmarks = readBenchmarks();
  const with_ = (median: number) => {
    const aims = benchmarks.aims.map((aim) => ({ ...aim, measured: { median, low: median, high: median } }));
    return benchFiles({ ...benchmarks, aims, cpython: null, cost: [] })[0].text;
  };
  expect(with_(3).match(/\| +met \|/g)).toHaveLength(4);
  expect(with_(1000).match(/\| missed \|/g)).toHaveLength(8);
});
