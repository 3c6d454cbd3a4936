import { expect, test } from 'vitest';
import { multiplyAdds } from './operations.ts';

/** Goes through the loops of a forward pass, and counts. */
function counted(n_layer: number, n_embd: number, vocab_size: number, n: number): number {
  let count = 0;
  const linear = (nout: number, nin: number) => {
    for (let i = 0; i < nout; i++) for (let j = 0; j < nin; j++) count++;
  };
  for (let t = 0; t < n; t++) {
    for (let li = 0; li < n_layer; li++) {
      for (let matrix = 0; matrix < 4; matrix++) linear(n_embd, n_embd); // wq, wk, wv, wo
      for (let s = 0; s <= t; s++) linear(2, n_embd); // scores and values, all heads together
      linear(4 * n_embd, n_embd);
      linear(n_embd, 4 * n_embd);
    }
    linear(vocab_size, n_embd);
  }
  return count;
}

test.each([
  [1, 16, 27, 8],
  [0, 3, 2, 1],
  [3, 8, 5, 7],
])('a step has three times the multiply-adds of a forward pass (%i layers, n_embd %i)', (n_layer, n_embd, vocab_size, n) => {
  expect(multiplyAdds({ n_layer, n_embd }, vocab_size, n)).toBe(3 * counted(n_layer, n_embd, vocab_size, n));
});
