import { expect, test } from 'vitest';
import { sizesOf } from './readSizes.ts';
import { readStep } from './readStep.ts';
import { bytesOf, SMALL } from './stepForms.fixture.ts';

const ALL = { n_embd: 2, block_size: 4, vocab_size: 3, n_layer: 1 };

async function sizesIn(json: object) {
  return sizesOf((await readStep(bytesOf(JSON.stringify(json)), 'a'))[0].dump);
}

test('parameters or gradients tell the sizes', () => {
  const none = { params: null, grad: null, m: null, v: null, updated: null, logits: null, probs: null };
  expect(sizesOf(SMALL)).toEqual(ALL);
  expect(sizesOf({ ...SMALL, ...none, grad: SMALL.grad })).toEqual(ALL);
  expect(sizesOf({ ...SMALL, ...none })).toEqual({});
});

test('part of the matrices tells part of the sizes', async () => {
  expect(await sizesIn({ grad: { 'layer1.mlp_fc2': SMALL.grad?.['layer0.mlp_fc2'] } })).toEqual({
    n_embd: 2,
    n_layer: 2,
  });
  expect(await sizesIn({ grad: { wpe: SMALL.grad?.wpe } })).toEqual({ n_embd: 2, block_size: 4 });
  expect(
    await sizesIn({
      params: {
        lm_head: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      },
    }),
  ).toEqual({ n_embd: 2, vocab_size: 3 });
});

test('transposed matrices tell the same', async () => {
  const turned = {
    wte: [
      [1, 3, 5],
      [2, 4, 6],
    ],
    'layer0.attn_wq': [
      [1, 2],
      [3, 4],
    ],
  };
  expect(await sizesIn({ params: turned })).toEqual({ n_embd: 2, vocab_size: 3, n_layer: 1 });
  const byShared = {
    wte: [
      [1, 3, 5],
      [2, 4, 6],
    ],
    wpe: [
      [1, 3, 5, 7],
      [2, 4, 6, 8],
    ],
  };
  expect(await sizesIn({ params: byShared })).toEqual({ n_embd: 2, vocab_size: 3, block_size: 4 });
  expect(await sizesIn({ params: { lm_head: turned.wte }, logits: [[1, 2, 3]] })).toEqual({ n_embd: 2, vocab_size: 3 });
});
