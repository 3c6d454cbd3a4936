import { expect, test } from 'vitest';
import { machineFacts } from '../../report/machine.ts';
import { testTimePage } from './testTimePage.ts';

test('a page of times names both commits, their ratio, and a run that failed', () => {
  const before = { commit: 'aaaaaaa', wall: 400, cpu: 700, passed: true };
  const after = { commit: 'bbbbbbb-dirty', wall: 100, cpu: 350, passed: false };
  const page = testTimePage({ schema: 1, date: '2026-11-28', machine: machineFacts(), before, after });
  expect(page).toMatch(/^> Measured on the commit bbbbbbb-dirty, beside aaaaaaa, on 2026-11-28\.\n/);
  expect(page).toContain('takes 0.25 of the time, and 0.50 of the\nprocessor time');
  expect(page).toMatch(/bbbbbbb-dirty \| +100 \| +350 \| +some fail \|/);
});
