import { describe, expect, test } from 'vitest';
import { microgptFormat } from './microgpt.ts';

const read = microgptFormat.reader(false);
const lossOf = (text: string) => read(`step    1 / 1000 | loss ${text}`);

describe("a line in microgpt.py's format", () => {
  test('has its number, the number of steps, and the loss as value and as text', () => {
    expect(read('step  999 / 1000 | loss 2.4730')).toEqual({
      kind: 'loss',
      step: 999,
      num_steps: 1000,
      value: 2.473,
      text: '2.4730',
    });
  });

  test.each([
    ['nan', NaN],
    ['-nan', NaN],
    ['NaN', NaN],
    ['-1.#IND', NaN],
    ['abc', NaN],
    ['inf', Infinity],
    ['-inf', -Infinity],
    ['Infinity', Infinity],
    ['3', 3],
    ['.5', 0.5],
    ['+1e-3', 0.001],
    ['3.25d0', 3.25],
    ['0.25D+01', 2.5],
    ['3,25', 3.25],
  ])('with the loss %s has the value %d', (text, value) => {
    expect(lossOf(text)).toMatchObject({ kind: 'loss', value, text });
  });

  test.each([
    'step    1 / 1000 | loss 3.3660 | lr 0.01',
    'step    1 / 1000 | loss 3.3660| 221.38 ms',
    'step     1/1000  |  loss 3.3660  |    221.38 ms',
    'step    1 / 1000 | Loss 3.3660',
    'step    1 / 1000 | loss 3.3660, eta 3 s',
    'Step 1 / 1000 | loss = 3.3660',
    'step 1/1000 loss=3.3660',
    'step=1/1000 loss=3.3660,lr=0.01',
    'step 1 of 1000: loss is not 3 but loss: 3.3660',
    '[LOG] Step 1 / 1000 | loss 3.3660',
    '2026-02-12 10:11:12 INFO Step [1/1000], Loss: 3.3660',
    'epoch 5 | step 1/1000 | train loss 3.3660 | val loss 3.4',
    'step 1/1000 | val_loss 3.4 | train_loss 3.3660',
    'step 1 / 1000 | avg loss 3.40 | loss 3.3660',
    'step 1 / 1000 | loss 3.3660 | avg 3.40 | avgLoss 3.5',
    'step 1 / 1000 | avg loss 3.3660',
    'iter 1/1000: loss 3.3660, time 2.5ms',
    'Iteration 1/1000 loss -> 3.3660',
    'INFO {"step": 1, "loss": 3.3660}',
  ])('can be spelled %j', (line) => {
    expect(read(line)).toMatchObject({ step: 1, value: 3.366, text: '3.3660' });
  });

  test.each([
    ['step    1 | loss 3.3220', 1, null],
    ['Step 0 | Loss: 3.1', 0, null],
    ['step 1,000 of 2,000 | loss 3.3220', 1000, 2000],
    ['epoch 7, loss 3.1', 7, null],
  ])('%j is of step %d of %j', (line, step, num_steps) => {
    expect(read(line)).toMatchObject({ step, num_steps });
  });

  test.each([
    '',
    'num docs: 32033',
    '--- inference (new, hallucinated names) ---',
    'step 1 / 1000 | lo',
    'step 1: the loss of 3 documents',
    'steps 1000, loss cross-entropy',
    'step 1.5 loss 3',
    'step 100 | val loss 2.4',
    'footstep 1 gloss 3',
    'step 1 | lossy 3',
    'step 1 | loss 3.3660nats',
    'loss 3.3660 before step 1',
    'samples: 3',
    '\0\ufffd',
  ])('%j is none', (line) => {
    expect(read(line)).toBeNull();
  });

  test.each([
    'loss ',
    'step ',
    'step 1 loss',
    'avg_',
    'step 1 avg ',
    '(',
    '1,000',
  ])('is looked for in time linear in its length: %j over and over', (piece) => {
    const started = performance.now();
    read(`step 1 ${piece.repeat(Math.floor(65536 / piece.length))}`);
    read(`${piece.repeat(Math.floor(65536 / piece.length))} loss`);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
