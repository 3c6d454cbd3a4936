import { expect, test } from 'vitest';
import { interruptRows } from './interrupts.ts';
import { robustnessTable } from './table.ts';

test.runIf(process.platform === 'linux')(
  'an interrupt of each kind leaves no process of any subject',
  async () => {
    const rows = await interruptRows(4);
    expect(rows).toHaveLength(20);
    expect(rows.filter(({ short }) => short)).toEqual([]);
    expect(robustnessTable(rows)).toContain('| no process left | 0 left behind 1; status ');
  },
  600_000,
);
