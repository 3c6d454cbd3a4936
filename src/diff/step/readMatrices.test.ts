import { describe, expect, test } from 'vitest';
import { readStep } from './readStep.ts';
import { bytesOf, SMALL } from './stepForms.fixture.ts';

const read = (json: object) => readStep(bytesOf(JSON.stringify(json)), 'a.json');
const { params, grad } = SMALL;

describe('shapes that do not fit', () => {
  test.each([
    [
      {
        params,
        grad: {
          ...grad,
          'layer0.mlp_fc1': [
            [1, 2],
            [3, 4],
          ],
        },
      },
      'grad.layer0.mlp_fc1 is [2, 2], and with n_embd 2 it must be [8, 2], or transposed',
    ],
    [
      { params, grad: { ...grad, wte: [[1, 2, 3]] } },
      'grad.wte is [1, 3], and with n_embd 2 it must be [rows, 2], or transposed',
    ],
    [{ params, grad: { ...grad, wte: [[1, 2]] } }, 'grad.wte is [1, 2], and params.wte has 3 rows'],
    [{ params: { ...params, lm_head: [[1, 2]] } }, 'params.lm_head is [1, 2], and params.wte has 3 rows'],
    [
      {
        grad: {
          wte: [
            [1, 2],
            [3, 4, 5],
          ],
        },
      },
      'grad.wte has 2 numbers in row 0 and 3 in row 1; write rows of one length',
    ],
    [{ grad: { wte: [1, 2, 3, 4] } }, 'grad.wte is a list of 4 numbers, and nothing tells its rows'],
    [{ params, logits: [[1, 2]] }, 'logits is [1, 2], and the vocabulary has 3 tokens'],
    [{ probs: [1, 2, 3] }, 'probs is a plain list, and nothing tells its rows'],
    [
      { grad: [1, 2, 3] },
      'grad is one list of 3 numbers, and nothing tells n_embd, block_size, vocab_size, n_layer; write each matrix by its name, grad.wte to grad.layer0.mlp_fc2, or write the port\'s own n_embd, block_size, vocab_size, n_layer into the dump: in text a line each, such as "config.n_embd 32", in JSON "config": {"n_embd": 32}',
    ],
    [
      { params, grad: [1, 2, 3] },
      'grad is one list of 3 numbers, and n_embd 2, block_size 4, vocab_size 3 and n_layer 1 make 68',
    ],
  ])('%#: %s', async (json, message) => {
    await expect(read(json)).rejects.toThrow(`step: a.json: ${message}`);
  });
});

test('sizes that are told part a list of all parameters, in the file or beside it', async () => {
  const list = Object.values(grad ?? {}).flat(2);
  const sizes = { n_embd: 2, block_size: 4, vocab_size: 3, n_layer: 1 };
  const [inFile] = await read({ config: sizes, grad: list });
  const [beside] = await readStep(bytesOf(JSON.stringify({ grad: list })), 'a', sizes);
  expect([inFile.dump.grad, beside.dump.grad]).toEqual([grad, grad]);
  expect(inFile.notes).toEqual([]);
});

test('a list of as many numbers as microgpt.py has is parted by its sizes, and that is said', async () => {
  const list = Array.from({ length: 4192 }, (_, i) => i / 4192);
  const [{ dump, notes }] = await read({ tokens: [26, 0, 26], params: list, grad: list });
  expect(dump.params?.lm_head[0][0]).toBe((27 + 16) / 262);
  expect(Object.keys(dump.grad ?? {})).toHaveLength(9);
  expect(notes.join()).toContain(
    "a.json: params is one list, parted by microgpt.py's n_embd 16, block_size 16, n_layer 1",
  );
});

test('turned matrices are said, and that square ones stay', async () => {
  const wpe = [
    [1, 3, 5, 7],
    [2, 4, 6, 8],
  ];
  const [{ dump, notes }] = await read({
    params: {
      wpe,
      'layer0.attn_wq': [
        [1, 2],
        [3, 4],
      ],
    },
  });
  expect(dump.params).toEqual({
    wpe: [
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ],
    'layer0.attn_wq': [
      [1, 2],
      [3, 4],
    ],
  });
  expect(notes.join()).toContain('a.json: wpe came as [nin, nout]');
  expect((await read({ params }))[0].notes).toEqual([]);
});
