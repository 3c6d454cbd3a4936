import { expect, test } from 'vitest';
import { searchSection } from './searchPage.ts';
import { searched } from './searchProgram.ts';
import { SEARCH_CASES, searchedLog } from './searchTime.ts';

const ratio = (median: number) => ({ median, low: median, high: median });

test('a log with one mistake has one named', async () => {
  const [one] = SEARCH_CASES;
  expect((await searched(await searchedLog(one), one.search)).named).toBe(one.deviations.length);
});

test('a log of which nothing is looked for is no case', async () => {
  const right = await searchedLog({ ...SEARCH_CASES[0], deviations: [] });
  await expect(searched(right, 'full')).rejects.toThrow('the verdict is printed');
});

test('the section says how each search ended', () => {
  const times = [
    { title: 'a', tried: 1234, extent: 'singles', named: 1, byNode: ratio(3) },
    { title: 'b', tried: 5, extent: 'time', named: 0, byNode: ratio(90) },
    { title: 'c', tried: 6, extent: 'budget', named: 0, byNode: ratio(80) },
    { title: 'd', tried: 7, extent: 'combinations', named: 0, byNode: ratio(70) },
  ];
  const text = searchSection({
    tree: { digest: 'abc', date: '2026-11-28' },
    sieve: { passes: ratio(9000), byEngine: ratio(2) },
    times,
  });
  expect(text).toMatch(/a +\| +1,234 \| +3 \| +one named \|/);
  expect(text).toMatch(/b .* the time ran out \|\n.* as many as one search tries \|\n.* nothing found \|/);
  expect(text).toContain('9,000 (9,000 to 9,000) forward passes a second');
});
