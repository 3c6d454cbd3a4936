import { expect, test } from 'vitest';
import { candidatesFor, choices } from './candidates.ts';

const NOTHING = { parameters: false, documents: false, dataset: false };

test('choices are all, each once, the early ones first', () => {
  expect([...choices(['a', 'b', 'c'], 2)]).toEqual([
    ['a', 'b'],
    ['a', 'c'],
    ['b', 'c'],
  ]);
  expect([...choices([1, 2], 0)]).toEqual([[]]);
  expect([...choices([1, 2], 3)]).toEqual([]);
});

test('what a dump gives is not looked for elsewhere', () => {
  const ids = (given: Partial<typeof NOTHING>) => {
    const { fronts, backs } = candidatesFor({ ...NOTHING, ...given });
    return [...fronts, ...backs].map(({ id }) => id);
  };
  expect(ids({})).toEqual(expect.arrayContaining(['std-0.02', 'rmsnorm-mean', 'learning-rate', 'first-skipped']));
  expect(ids({})).not.toContain('no-shuffle');
  expect(ids({ dataset: true })).toContain('no-shuffle');
  expect(ids({ parameters: true })).not.toContain('std-0.02');
  expect(ids({ parameters: true })).toContain('lm-head-tied');
  expect(ids({ documents: true, dataset: true })).not.toContain('no-shuffle');
});

test('a mistake stands before the gradient or behind it, never on both sides', () => {
  const { fronts, backs } = candidatesFor({ ...NOTHING, dataset: true });
  expect(fronts.filter((front) => backs.includes(front))).toEqual([]);
  expect(backs.map(({ id }) => id)).toEqual(expect.arrayContaining(['learning-rate', 'sgd', 'beta1']));
  expect(fronts.map(({ id }) => id)).toEqual(expect.arrayContaining(['gradient-overwritten', 'rmsnorm-constant']));
});
