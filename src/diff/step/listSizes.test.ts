import { expect, test } from 'vitest';
import { listSizes, parametersOf } from './listSizes.ts';

const CANONICAL_COUNT = 4192;

test.each([
  [
    'of nothing else the usual ones, and the vocabulary by the count',
    {},
    { vocab_size: 27 },
    ['n_embd', 'block_size', 'n_layer'],
  ],
  ['with the vocabulary known', { vocab_size: 27 }, {}, ['n_embd', 'block_size', 'n_layer']],
  ['with one more known', { vocab_size: 27, n_embd: 16 }, {}, ['block_size', 'n_layer']],
  ['a last one by the count, which takes nothing', { vocab_size: 27, n_embd: 16, n_layer: 1 }, {}, []],
] as const)('4192 numbers: %s', (_, known, found, taken) => {
  expect(listSizes(CANONICAL_COUNT, known)).toEqual({
    sizes: { n_embd: 16, block_size: 16, n_layer: 1, ...known, ...found },
    taken,
  });
});

test('other numbers are parted by what is known alone', () => {
  expect(listSizes(CANONICAL_COUNT + 1, { vocab_size: 27 })).toEqual({ sizes: { vocab_size: 27 }, taken: [] });
  const own = { n_embd: 6, vocab_size: 5, n_layer: 2 };
  const count = parametersOf({ ...own, block_size: 9 });
  expect(listSizes(count, own)).toEqual({ sizes: { ...own, block_size: 9 }, taken: [] });
});
