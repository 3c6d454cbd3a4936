import { describe, expect, test } from 'vitest';
import { readConstants } from './readConstants.ts';
import { readStep } from './readStep.ts';
import { bytesOf, jsonOf, npz, SMALL, textForm } from './stepForms.fixture.ts';

const CONFIG = { n_head: 2, activation: 'relu_squared', learning_rate: 0.02, num_steps: 50, beta1: 0.9 };

describe('the constants of a dump', () => {
  test('are read beside the step in JSON', async () => {
    const bytes = bytesOf(JSON.stringify({ ...jsonOf(SMALL), config: { ...CONFIG, vocab_size: 3 } }));
    const [{ constants, notes }] = await readStep(bytes, 'a.json');
    expect([constants, notes]).toEqual([CONFIG, []]);
  });

  test('are read once for all steps of a list', async () => {
    const run = { config: CONFIG, steps: [1, 2].map((step) => ({ ...jsonOf(SMALL), step })) };
    const steps = await readStep(bytesOf(JSON.stringify(run)), 'a.json');
    expect(steps.map(({ constants }) => constants)).toEqual([CONFIG, CONFIG]);
  });

  test('are read in blocks of text, numbers and words', async () => {
    const text = `config.n_head 2\nconfig.decay cosine\n${textForm(SMALL)}`;
    const [{ constants, notes }] = await readStep(bytesOf(text), 'a.txt');
    expect([constants, notes]).toEqual([{ n_head: 2, decay: 'cosine' }, []]);
  });

  test('are read as single numbers of .npz', async () => {
    const one = (value: number) => ({ descr: '<f8', shape: '', values: [value] });
    const bytes = await npz({ loss: one(2), 'config.n_head': one(2), 'config.learning_rate': one(0.02) });
    const [{ constants }] = await readStep(bytes, 'a.npz');
    expect(constants).toEqual({ n_head: 2, learning_rate: 0.02 });
  });

  test('are no others: a rate beside the step may be that of the step', async () => {
    const bytes = bytesOf(JSON.stringify({ ...jsonOf(SMALL), learning_rate: 0.0099 }));
    const [{ constants }] = await readStep(bytes, 'a.json');
    expect(constants).toEqual({});
  });

  test('tell the sizes that a plain list is parted by', async () => {
    const grad = Object.values(SMALL.grad ?? {}).flat(2);
    const config = { n_embd: 2, block_size: 4, n_layer: 1 };
    const [{ dump }] = await readStep(bytesOf(JSON.stringify({ logits: SMALL.logits, grad, config })), 'a.json');
    expect(dump.grad).toEqual(SMALL.grad);
  });

  test('are known in camel case, and a key of another name is said', async () => {
    expect(
      readConstants([
        ['nHead', 2],
        ['numSteps', '50'],
      ]),
    ).toEqual({ constants: { n_head: 2, num_steps: 50 }, vocab_size: null, unknown: [] });
    const bytes = bytesOf(JSON.stringify({ ...jsonOf(SMALL), config: { n_head: 2, warmup: 10, bias: false } }));
    const [{ notes }] = await readStep(bytes, 'a.json');
    expect(notes).toEqual(['a.json: "warmup", "bias" in config are no constants of microgpt.py, and not read']);
  });

  test.each([
    ['n_head', 'four', 'config.n_head is "four"; write an integer, or leave it out'],
    ['n_head', 2.5, 'config.n_head is 2.5; write an integer, or leave it out'],
    ['activation', 'gelu', 'config.activation is "gelu"; write relu or relu_squared, or leave it out'],
    ['beta1', null, 'config.beta1 is null; write a number, or leave it out'],
  ])('%s: %s is refused in one line', async (key, value, message) => {
    const bytes = bytesOf(JSON.stringify({ ...jsonOf(SMALL), config: { [key]: value } }));
    await expect(readStep(bytes, 'a.json')).rejects.toThrow(new RangeError(`step: a.json: ${message}`));
  });
});
