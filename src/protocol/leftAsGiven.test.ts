import { expect, test } from 'vitest';
import { configure } from '../port/config.ts';
import type { Port } from '../port/port.ts';
import { leftAsGiven } from './leftAsGiven.ts';
import { PortFault } from './portFault.ts';

const info = { name: 'mine', lang: 'JavaScript', version: '1', dtype: 'f64' } as const;
const FAULT = 'PORT: softmax has changed its argument "logits": a port must leave it as it is (copy it first)';

// What the types of a port forbid, JavaScript allows.
const writable = (list: readonly number[]) => list as number[];

const CHANGES: readonly (readonly [string, (logits: readonly number[]) => void])[] = [
  ['another number', (logits) => writable(logits).fill(2, 0, 1)],
  ['a sign of 0', (logits) => writable(logits).fill(-0, 1, 2)],
  ['a number more', (logits) => writable(logits).push(1)],
  ['another order', (logits) => writable(logits).reverse()],
];

test.each(CHANGES)('%s in an argument is a fault, and what was asked stays', async (_, change) => {
  const softmax: Port['softmax'] = (logits) => {
    change(logits);
    return logits;
  };
  const logits = [1, 0];
  expect(() => leftAsGiven({ ...info, softmax }).softmax?.(logits)).toThrow(new PortFault(FAULT));
  const later = leftAsGiven({ ...info, softmax: async (x) => softmax(x) });
  await expect(later.softmax?.(logits)).rejects.toThrow(FAULT);
  expect(logits).toEqual([1, 0]);
});

test('a matrix by name, and a constant, are seen too', () => {
  const config = configure({ n_layer: 0, n_embd: 1, n_head: 1, block_size: 1 });
  const state_dict = { wte: [[1], [2]], wpe: [[3]], lm_head: [[4], [5]] };
  const changing = (change: (...args: readonly unknown[]) => void) =>
    leftAsGiven({
      ...info,
      forward: (...args) => {
        change(...args);
        return { logits: [], losses: [], loss: 0 };
      },
    });
  const asked = (port: Port) => () => port.forward?.(config, state_dict, [1, 0, 1]);
  const ofMatrix = changing((_, given) => Object(given).wpe[0].fill(0));
  expect(asked(ofMatrix)).toThrow(/forward has changed its argument "state_dict"/);
  const ofConstant = changing((given) => Object.assign(Object(given), { n_layer: 2 }));
  expect(asked(ofConstant)).toThrow(/forward has changed its argument "config"/);
  expect(asked(changing(() => {}))()).toEqual({ logits: [], losses: [], loss: 0 });
});
