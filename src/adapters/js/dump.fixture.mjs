// What a port looks like around the lines of dump.mjs: its numbers come from numbers.txt.
import { readFileSync } from 'node:fs';

const numbers = readFileSync('numbers.txt', 'utf8').split(/\s+/).map(Number).values();
const read = (length) => Array.from({ length }, () => numbers.next().value);
const values = (length) => read(length).map((data) => ({ data, grad: 0 }));
const matrix = (length, columns) => Array.from({ length }, () => values(columns));

const [vocab_size, n_embd, block_size, num_steps] = [3, 4, 4, 4];
const state_dict = {
  wte: matrix(vocab_size, n_embd),
  wpe: matrix(block_size, n_embd),
  lm_head: matrix(vocab_size, n_embd),
};
for (const name of ['attn_wq', 'attn_wk', 'attn_wv', 'attn_wo']) state_dict[`layer0.${name}`] = matrix(n_embd, n_embd);
state_dict['layer0.mlp_fc1'] = matrix(4 * n_embd, n_embd);
state_dict['layer0.mlp_fc2'] = matrix(n_embd, 4 * n_embd);
const params = Object.values(state_dict).flat(2);
const m = new Float64Array(params.length);
const v = new Float64Array(params.length);

// dump: part 1

for (let step = 0; step < num_steps; step++) {
  const n = 3;
  const tokens = read(n + 1);
  // dump: part 2
  for (let pos_id = 0; pos_id < n; pos_id++) {
    const logits = values(vocab_size);
    const probs = values(vocab_size);
    // dump: part 3
  }
  const losses = values(n);
  const [loss] = values(1);
  for (const p of params) p.grad = numbers.next().value;
  // dump: part 4
  m.set(read(params.length));
  v.set(read(params.length));
  for (const p of params) [p.data, p.grad] = [numbers.next().value, 0];
  // dump: part 5
}
