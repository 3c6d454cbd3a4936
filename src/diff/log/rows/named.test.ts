import { describe, expect, test } from 'vitest';
import { readNamed } from './named.ts';
import { Template } from './template.ts';

/** The first row of a line: its first counter, value and text. */
function read(line: string) {
  const [row] = readNamed(line);
  if (row === undefined) return null;
  const { value, text, counters, rank } = row;
  return { step: counters[0]?.value ?? null, total: counters[0]?.total ?? null, value, text, rank };
}

const lossOf = (text: string) => read(`step    1 / 1000 | loss ${text}`);

describe('a line that names its loss', () => {
  test("in microgpt.py's form has its number, the number of steps, and the loss as value and as text", () => {
    expect(read('step  999 / 1000 | loss 2.4730')).toEqual({
      step: 999,
      total: 1000,
      value: 2.473,
      text: '2.4730',
      rank: 'loss',
    });
  });

  test.each([
    ['nan', NaN],
    ['-nan', NaN],
    ['NaN', NaN],
    ['nan(ind)', NaN],
    ['-1.#IND', NaN],
    ['-1.#IND00', NaN],
    ['1.#QNAN', NaN],
    ['1.#INF', Infinity],
    ['inf', Infinity],
    ['-inf', -Infinity],
    ['Infinity', Infinity],
    ['∞', Infinity],
    ['3', 3],
    ['.5', 0.5],
    ['+1e-3', 0.001],
    ['3.25d0', 3.25],
    ['0.25D+01', 2.5],
    ['3,25', 3.25],
    ['3.25f', 3.25],
    ['3.25_f64', 3.25],
    ['3.25f0', 3.25],
    ['0x1.ap+1', 3.25],
    ['1,234.5678', 1234.5678],
    ['1.234,5678', 1234.5678],
    ["1'234.5", 1234.5],
    ['1 234,5', 1234.5],
    ['1_234.5', 1234.5],
    ['1\u202f234,5', 1234.5],
    ['1,234,567', 1234567],
  ])('with the loss %s has the value %d', (text, value) => {
    expect(lossOf(text)).toMatchObject({ value, text });
  });

  test.each([
    'abc',
    '~3.42',
    '3.1xxx',
    '3.4...',
    '3.1…',
    '2.6497?',
    'n/a',
    '3.3660nats',
    '1,2,3',
    '85%',
    'null',
    '1.2.3',
    '3.36-101',
    '3.36*^1',
    '3.36x10^1',
  ])('with %s in its place has a loss that is no number, and never a part of it', (text) => {
    expect(lossOf(text)).toMatchObject({ step: 1, value: null });
  });

  test.each([
    'np.float64(3.3660)',
    'numpy.float32(3.3660)',
    'tensor(3.3660)',
    "tensor(3.3660, device='cuda:0', grad_fn=<NllLossBackward0>)",
    'tensor([3.3660])',
    'Tensor[[3.3660]]',
    'Value(data=3.3660, grad=1.0)',
    'Array(3.3660, dtype=float32)',
    'array([[3.3660]])',
    '<tf.Tensor: shape=(), dtype=float32, numpy=3.3660>',
    'Some(3.3660)',
    'Scalar { value: 3.3660 }',
    '[3.3660]',
    '(3.3660,)',
    '"3.3660"',
  ])('may have its number wrapped: %s', (text) => {
    expect(lossOf(text)).toMatchObject({ step: 1, value: 3.366, text: '3.3660' });
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
    'loss 3.3660 before step 1',
    'loss=3.3660 step=1',
    'loss at step 1: 3.3660',
    'loss (1) = 3.3660',
    'loss[1]: 3.3660',
    'loss after 1 steps: 3.3660',
    '[1/1000] loss 3.3660',
    '1/1000 train_loss=3.3660',
    '1 loss 3.3660',
    '1: loss 3.3660',
    'Epoch 0:  10%|#  | 1/1000 [00:00<00:40, 99.87it/s, v_num=0, train_loss=3.3660]',
    'loss 3.3660:   0%|   | 1/1000 [00:00<?, ?it/s]',
    'batch 1 nll 3.3660',
    'step 1, cost 0.12 s, loss 3.3660',
    'at step 1 the loss is 3.3660',
    'step 1 loss/train 3.3660',
    'step 1 loss (train) 3.3660 loss (val) 2.5',
    'step 1 ..... loss ..... 3.3660',
    'after 1 steps: loss 3.3660.',
    'loss_1 = 3.3660',
    'losses[1] = 3.3660',
    'loss.1=3.3660',
  ])('can be spelled %j', (line) => {
    expect(read(line)).toMatchObject({ step: 1, value: 3.366, text: '3.3660' });
  });

  test.each([
    ['step    1 | loss 3.3220', 1, null],
    ['Step 0 | Loss: 3.1', 0, null],
    ['step 1,000 of 2,000 | loss 3.3220', 1000, 2000],
    ['step 1.000 / 2.000 | loss 3.3220', 1000, 2000],
    ["step 1'000 / 2'000 | loss 3.3220", 1000, 2000],
    ['step 1 000 / 2 000 | loss 3.3220', 1000, 2000],
    ['step 1_000 / 2_000 | loss 3.3220', 1000, 2000],
    ['step 1\u202f000 / 2\u202f000 | loss 3.3220', 1000, 2000],
    ['epoch 7, loss 3.1', 7, null],
    ['loss 3.3220', null, null],
    ['loss: 3.3220, epoch 0.01', null, null],
  ])('%j is of step %j of %j', (line, step, total) => {
    expect(read(line)).toMatchObject({ step, total });
  });

  test.each([
    ['step 1 | loss 3.5', 'loss'],
    ['step 1 | train loss 3.5', 'loss'],
    ['step 1 | avg loss 3.5', 'evaluation'],
    ['step 1: train loss 3.5, val loss 3.4', 'training'],
    ['[eval] step 1 | loss 3.5', 'evaluation'],
    ['step 1 | nll 3.5', 'cost'],
    ['final loss: 3.5', 'final'],
    ['done. loss 3.5', 'final'],
  ])('%j is of the rank %s', (line, rank) => {
    expect(read(line)?.rank).toBe(rank);
  });

  test.each([
    'step 1 expected loss 3.3660 got loss 9.9',
    'step 1 got loss 9.9 expected loss 3.3660',
    'step 1 | ref loss 3.3660 | my loss 9.9',
    'step 1 | target_loss 3.3660 | loss 9.9',
    'step 1: expected training loss 3.3660, training loss 9.9',
    'step 1: expectedLoss=3.3660 loss=9.9',
    'step 1: loss_expected 3.3660 loss_got 9.9, loss 9.9',
    'step 1: loss (python) 3.3660, loss (C) 9.9',
    'step 1: loss 3.3660 (golden), loss 9.9 (port)',
    'PyTorch loss: 3.3660 | loss: 9.9 | step 1',
    'expected: loss 3.3660, got: loss 9.9, step 1',
    'step 1 | other loss 3.3660 | loss 9.9',
    'step 1 | loss 9.9 (reference loss 3.3660)',
    'step 1 | loss 9.9 (expected 3.3660)',
    'step 1 | torch_loss 3.3660 | mine 9.9',
    'step 1 | mine 9.9 | torch_loss 3.3660',
    'step 1 | loss: expected 3.3660, got 9.9',
    'step 1 | loss_torch 3.3660 | loss_mine 9.9',
    'step 1 | numpy loss 3.3660 | rust loss 9.9',
    'step 1 | want loss 3.3660 | avg loss 5 | loss 9.9',
  ])("%j has the port's own loss, and never the reference's", (line) => {
    expect(read(line)).toMatchObject({ step: 1, value: 9.9, rank: 'loss' });
  });

  test('says which loss of a reference stands beside its own', () => {
    expect(readNamed('step 1 expected loss 3.3660 got loss 9.9')[0].over).toBe('expected loss');
    expect(readNamed('step 1 loss_ref 3.3660 loss 9.9')[0].over).toBe('loss ref');
    expect(readNamed('step 1 loss 9.9')[0].over).toBeUndefined();
  });

  test.each([
    'step 1 | expected loss 3.3660',
    'step 1 | torch_loss 3.3660 | lr 0.01',
    'step 1 | loss_target 3.3660 | avg loss 5',
  ])('%j has the loss of a reference alone', (line) => {
    expect(read(line)?.rank).toBe('reference');
  });

  test.each([
    'step 1 | backend=torch loss 3.5',
    'python[7]: step 1 | loss 3.5',
    'step 1 | pref loss 3.5',
  ])('%j says nothing of a reference', (line) => {
    expect(read(line)).toMatchObject({ value: 3.5, rank: 'loss' });
  });

  test('may have several steps and losses', () => {
    const rows = readNamed('step 1 loss 3.5   step 501 loss 2.5');
    expect(rows.map(({ counters, text }) => [counters[0].value, text])).toEqual([
      [1, '3.5'],
      [501, '2.5'],
    ]);
    expect(readNamed('loss 3.5, loss 3.25').map(({ text }) => text)).toEqual(['3.5', '3.25']);
  });

  test.each([
    '',
    'num docs: 32033',
    '--- inference (new, hallucinated names) ---',
    'step 1 / 1000 | lo',
    'step 1: the loss of 3 documents',
    'steps 1000, loss cross-entropy',
    'step 100 | val loss 2.4',
    'footstep 1 gloss 3',
    'step 1 | lossy 3',
    'best loss 2.4',
    'step 1 loss (val) 2.4',
    'a loss of 3.3 is that of chance',
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
    '1 000 ',
    'loss(',
    'loss [',
    "loss '",
    'val ',
    '0x0',
    '1/',
  ])('is looked for in time linear in its length: %j over and over', (piece) => {
    const started = performance.now();
    readNamed(`step 1 ${piece.repeat(Math.floor(65536 / piece.length))}`);
    readNamed(`loss ${piece.repeat(Math.floor(65536 / piece.length))} loss`);
    expect(performance.now() - started).toBeLessThan(4000);
  });
});

describe('a line like the one before', () => {
  const first = 'INFO 12:00:01 iter 7: loss 3.3660, 12 ms';
  const [row] = readNamed(first);

  test('is read as that was', () => {
    const template = new Template();
    template.learn(first, row);
    const line = 'INFO 12:00:02 iter 10: loss 13.4243, 1.5 ms';
    expect(template.read(line)).toEqual(readNamed(line)[0]);
  });

  test.each([
    'INFO 12:00:02 iter 10: loss 13, 1.5 ms',
    'INFO 12:00:02 iter 1,000: loss 3.4243, 1.5 ms',
    'INFO 12:00:02 iter 10: val loss 3.4243, 1.5 ms',
    'WARN 12:00:02 iter 10: loss 3.4243, 1.5 ms',
    'INFO 12:00:02 iter 10: loss 3.4243xx, 1.5 ms',
  ])('is not %j', (line) => {
    const template = new Template();
    template.learn(first, row);
    expect(template.read(line)).toBeNull();
  });

  test('is not learned where two numbers are the same', () => {
    const template = new Template();
    const line = 'rank 7 iter 7: loss 3.3660';
    template.learn(line, readNamed(line)[0]);
    expect(template.read(line)).toBeNull();
  });
});
