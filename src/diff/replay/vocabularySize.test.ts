import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CANONICAL, configure } from '../../reference/config.ts';
import { countMessage, vocabularySize } from './vocabularySize.ts';

describe('the vocabulary that a number of parameters implies', () => {
  test('parameters.9 it is the inverse of the number', () => {
    const sizes = fc.record({
      n_layer: fc.nat(9),
      n_embd: fc.integer({ min: 1, max: 99 }),
      block_size: fc.integer({ min: 1, max: 99 }),
    });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 300 }), ({ n_layer, n_embd, block_size }, vocab_size) => {
        const count = 2 * vocab_size * n_embd + block_size * n_embd + 12 * n_layer * n_embd ** 2;
        const config = configure({ n_layer, n_embd, block_size, n_head: 1 });
        expect(vocabularySize(count, config)).toBe(vocab_size);
        expect(vocabularySize(count + 1, config)).toBe(null);
      }),
    );
  });

  test.each([0, 3328, 4191, 4193, 3296])('%i parameters of the canonical sizes have none', (count) => {
    expect(vocabularySize(count, CANONICAL)).toBeNull();
  });
});

describe('what a wrong number may come from', () => {
  test.each([
    [4000, "give the port's own sizes, or dump every parameter once"],
    [8384, '2 times as many: dump the initial parameters alone, once'],
    [3760, 'without lm_head it would fit: dump lm_head too, also where it is tied to wte'],
    [7264, "n_layer 2 would fit: give the port's own sizes"],
    [14528, "n_embd 32 would fit: give the port's own sizes"],
    [4064, "block_size 8 would fit: give the port's own sizes"],
    [4160, "a vocabulary of 26 would fit: give the port's own sizes"],
    [4224, "a vocabulary of 28 would fit: give the port's own sizes"],
    [204544, "n_embd 128, block_size 8 would fit: give the port's own sizes"],
  ])('%i: %s', (count, reading) => {
    expect(countMessage(count, CANONICAL, 27)).toBe(
      `${count} parameters; n_layer 1, n_embd 16, block_size 16 with a vocabulary of 27 have 4192; ${reading}`,
    );
  });
});
