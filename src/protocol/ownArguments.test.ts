import { expect, test } from 'vitest';
import { CANONICAL } from '../port/config.ts';
import type { Port } from '../port/port.ts';
import { withOwnArguments } from './ownArguments.ts';

const info = { name: 'mine', lang: 'JavaScript', version: '1', dtype: 'f64' } as const;

test('a module may update what it is given in place, lists and matrices by name, and what was asked stays', async () => {
  // What the types of a port forbid, JavaScript allows.
  const port = withOwnArguments({
    ...info,
    softmax: (logits) => (logits as number[]).fill(2),
    backward: async (_, state_dict) => {
      (state_dict.wte[0] as number[]).fill(7);
      Object.assign(state_dict, { lm_head: [[8]] });
      return { loss: 0, grad: state_dict };
    },
  } satisfies Port);
  const logits = [1, 0];
  expect(port.softmax?.(logits)).toEqual([2, 2]);
  expect(logits).toEqual([1, 0]);
  const state_dict = { wte: [[1]], lm_head: [[2]] };
  expect(await port.backward?.(CANONICAL, state_dict, [0, 0])).toEqual({
    loss: 0,
    grad: { wte: [[7]], lm_head: [[8]] },
  });
  expect(state_dict).toEqual({ wte: [[1]], lm_head: [[2]] });
});
