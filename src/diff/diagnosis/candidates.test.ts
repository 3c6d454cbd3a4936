import { expect, test } from 'vitest';
import { CATALOGUE } from '../../deviations/catalogue.ts';
import { candidatesFor, choices } from './candidates.ts';

const NOTHING = { parameters: false, documents: false, dataset: false };

function idsOf(given: Partial<typeof NOTHING>) {
  const { starts, models, behind, tapes, others } = candidatesFor({ ...NOTHING, ...given });
  const ofChoices = (list: typeof models) => list.map(({ deviation }) => deviation.id);
  const ofDeviations = (list: typeof starts) => list.map(({ id }) => id);
  return {
    starts: ofDeviations(starts),
    models: ofChoices(models),
    behind: ofChoices(behind),
    tapes: ofDeviations(tapes),
    others: ofDeviations(others),
  };
}

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
  const ids = (given: Partial<typeof NOTHING>) => Object.values(idsOf(given)).flat();
  expect(ids({})).toEqual(expect.arrayContaining(['std-0.02', 'rmsnorm-mean', 'learning-rate', 'first-skipped']));
  expect(ids({})).not.toContain('no-shuffle');
  expect(ids({ dataset: true })).toContain('no-shuffle');
  expect(ids({ parameters: true })).not.toContain('std-0.02');
  expect(ids({ parameters: true })).toContain('lm-head-tied');
  expect(ids({ documents: true, dataset: true })).not.toContain('no-shuffle');
});

test('each mistake stands in one place', () => {
  const ids = idsOf({ dataset: true });
  const all = Object.values(ids).flat();
  expect(new Set(all).size).toBe(all.length);
  expect(all.length).toBe(CATALOGUE.filter(({ shows }) => shows !== 'samples').length);
  expect(ids.starts).toEqual(expect.arrayContaining(['std-0.02', 'bos-zero', 'no-shuffle', 'init-alphabetical']));
  expect(ids.models).toEqual(expect.arrayContaining(['rmsnorm-mean', 'log2', 'single-head']));
  expect(ids.behind).toEqual(expect.arrayContaining(['learning-rate', 'sgd', 'rmsnorm-constant', 'beta1']));
  expect(ids.tapes).toEqual(expect.arrayContaining(['gradient-overwritten', 'preorder', 'mul-gradients-swapped']));
  expect(ids.others).toEqual(expect.arrayContaining(['f32', 'relu-derivative']));
});
