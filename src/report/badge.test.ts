import { expect, test } from 'vitest';
import { badge } from './badge.ts';
import { conformingResult, failingResult } from './result.fixture.ts';

const total = conformingResult().clauses.length;

test('a badge says what was checked', () => {
  expect(badge(conformingResult(), total)).toEqual({
    schemaVersion: 1,
    label: 'microgpt-spec',
    message: `f64 · ${total}/${total} clauses · 1000 steps`,
    color: 'brightgreen',
  });
});

test('a run of one chapter does not claim the others', () => {
  const result = conformingResult();
  const loss = {
    ...result,
    canonical: { losses: null, samples: null },
    clauses: result.clauses.filter(({ chapter }) => chapter === 'loss'),
  };
  expect(badge(loss, total)).toMatchObject({
    message: `f64 · ${loss.clauses.length}/${total} clauses`,
    color: 'green',
  });
});

test('failures are counted, and red', () => {
  expect(badge(failingResult(['a', 'b']), total)).toMatchObject({
    message: `f64 · ${total - 2}/${total} clauses · 2 failed · 1000 steps`,
    color: 'red',
  });
});
