import { describe, expect, test } from 'vitest';
import { traceOf } from '../logs.fixture.ts';
import { NO_HEADER } from './header.ts';

const STEP = 'step 1 / 500 | loss 3.3660\n';

async function headerOf(log: string) {
  return (await traceOf(log)).header;
}

describe('the header of a log', () => {
  test("is read as microgpt.py prints it, and in other ports' words", async () => {
    const own = await headerOf(`num docs: 32033\nvocab size: 27\nnum params: 4064\n${STEP}`);
    expect(own).toEqual({ ...NO_HEADER, num_docs: 32033, vocab_size: 27, num_params: 4064 });
    const line = await headerOf(`vocab size: 27, num docs: 32033, tokenizer: char\nParameters: 4,064\n${STEP}`);
    expect(line).toEqual(own);
    expect((await headerOf(`the model has 14_528 parameters\n${STEP}`)).num_params).toBe(14528);
  });

  test('has sizes and the seed where they are printed by name', async () => {
    const { sizes, seed } = await headerOf(`model(n_embed=32, n_head=4, n_layer=2), seed = 1337\n${STEP}`);
    expect(sizes).toEqual({ n_embd: 32, n_head: 4, n_layer: 2 });
    expect(seed).toBe(1337);
  });

  test('says nothing where the log does not, and ends at the first loss', async () => {
    expect(await headerOf(STEP)).toEqual(NO_HEADER);
    expect(await headerOf(`${STEP}num params: 4064\n`)).toEqual(NO_HEADER);
  });
});
