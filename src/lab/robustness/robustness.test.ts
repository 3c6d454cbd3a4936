import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PROBES } from './probes.ts';
import { probeRows } from './robustness.ts';

const PAGE = readFileSync(new URL('../../../spec/measured/robustness.md', import.meta.url), 'utf8');

test('the page has a line for each fault, and none falls short', () => {
  const faults = [...PAGE.matchAll(/^\| ([^|`]+?) +\| +`/gm)].map(([, kind]) => kind);
  expect(faults).toEqual(expect.arrayContaining(PROBES.map(({ kind }) => kind)));
  expect(PAGE).toContain(`Of ${faults.length} lines 0 fall short.`);
});

test.runIf(process.platform === 'linux')(
  'a line falls short where the status or the words are others',
  { timeout: 120_000 },
  async () => {
    const width = PROBES.filter(({ kind }) => kind === 'a width of 1e9');
    const [held, other, silent] = await probeRows([
      ...width,
      ...width.map((probe) => ({ ...probe, status: 1 })),
      ...width.map((probe) => ({ ...probe, says: /nothing of the kind/ })),
    ]);
    expect([held.short, other.short, silent.short]).toEqual([false, true, true]);
    expect(held.came).toMatch(/^status 2, \d+ MB: /);
    expect(silent.came).toMatch(/^it does not say nothing of the kind: /);
  },
);
