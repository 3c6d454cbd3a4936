import { expect, test } from 'vitest';
import { configure } from '../../reference/config.ts';
import { SMALL } from './stepForms.fixture.ts';
import { checkTraceNames, tracedLayers } from './traceNames.ts';

const CONFIG = configure({ n_layer: 1, n_embd: 2, n_head: 2, block_size: 4 });
const TOKENS = [2, 0, 1, 2];
const checked = (...names: string[]) =>
  checkTraceNames({ ...SMALL, tokens: TOKENS, trace: new Map(names.map((name) => [name, [0]])) }, CONFIG);

test('names of the model are passed', () => {
  expect(checked('pos0.x', 'pos2.layer0.head1.head_out', 'pos2.logits')).toEqual([]);
});

test.each([
  [['pos0.layer1.q'], 'pos0.layer1.q is there, and the last layer is layer0: count from 0, or say --n_layer'],
  [['pos0.layer0.head2.head_out'], 'the last head is head1: count from 0, or say --n_head'],
  [['pos1.x', 'pos2.x', 'pos3.x'], 'pos3.x is there, and the last position is pos2: count from 0'],
])('%s: refused', (names, message) => {
  expect(() => checked(...names)).toThrow(message);
});

test('a value behind the last position is said not to be read', () => {
  expect(checked('pos0.x', 'pos3.x')).toEqual([
    'step 2: pos3.x is behind the last of 3 positions, and not read: positions are counted from 0',
  ]);
});

test('values on the way tell the layers that they name', () => {
  const dump = {
    ...SMALL,
    trace: new Map([
      ['pos0.layer10.q', [0]],
      ['pos0.layer2.q', [0]],
      ['pos0.x', [0]],
    ]),
  };
  expect(tracedLayers([dump])).toEqual({ n_layer: 11 });
  expect(tracedLayers([{ ...SMALL, trace: new Map() }])).toEqual({});
});
