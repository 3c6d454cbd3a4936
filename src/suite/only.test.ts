import { describe, expect, test } from 'vitest';
import { onlyThese, patternOf, UnknownCheck } from './only.ts';

const MANIFEST = {
  loss: { 'loss.1 a': 'core', 'loss.1 a, at the edge': 'edge', 'loss.11 b': 'core' },
  model: { 'model.1 [x] (y) $z|': 'core' },
} as const;

describe('onlyThese', () => {
  test('a clause names all of its checks, and none of one whose id begins as its own', () => {
    expect(onlyThese(MANIFEST, ['loss.1'])).toEqual({
      names: ['loss.1'],
      titles: ['loss.1 a', 'loss.1 a, at the edge'],
      chapters: ['loss'],
    });
  });

  test('a title names one check; chapters are in the order of the specification', () => {
    const only = onlyThese(MANIFEST, ['loss.1 a', 'model.1']);
    expect([only.titles, only.chapters]).toEqual([
      ['loss.1 a', 'model.1 [x] (y) $z|'],
      ['model', 'loss'],
    ]);
  });

  test.each(['loss.2', 'loss', 'loss.1 c', 'nothing'])('there is no %s', (name) => {
    expect(() => onlyThese(MANIFEST, [name])).toThrow(UnknownCheck);
  });
});

test('a pattern matches its titles alone, whatever stands in them', () => {
  const pattern = patternOf(['loss.1 a', 'model.1 [x] (y) $z|']);
  expect(['loss.1 a', 'model.1 [x] (y) $z|'].every((title) => pattern.test(title))).toBe(true);
  expect(['loss.1 a, at the edge', 'loss11 a', ' loss.1 a'].some((title) => pattern.test(title))).toBe(false);
});
