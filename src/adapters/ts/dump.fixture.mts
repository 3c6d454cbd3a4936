// What a port looks like around the lines of dump.mts: its numbers come from numbers.txt.
import { readFileSync } from 'node:fs';

interface Value {
  data: number;
  grad: number;
}
const numbers = readFileSync('numbers.txt', 'utf8').split(/\s+/).map(Number).values();
const next = (): number => Number(numbers.next().value);
const read = (length: number): number[] => Array.from({ length }, next);
const values = (length: number): Value[] => read(length).map((data) => ({ data, grad: 0 }));
const matrix = (length: number, columns: number): Value[][] => Array.from({ length }, () => values(columns));

const [vocabSize, nEmbd, blockSize, numSteps] = [3, 4, 4, 4];
const stateDict: Record<string, Value[][]> = {
  wte: matrix(vocabSize, nEmbd),
  wpe: matrix(blockSize, nEmbd),
  lm_head: matrix(vocabSize, nEmbd),
};
for (const name of ['attn_wq', 'attn_wk', 'attn_wv', 'attn_wo']) stateDict[`layer0.${name}`] = matrix(nEmbd, nEmbd);
stateDict['layer0.mlp_fc1'] = matrix(4 * nEmbd, nEmbd);
stateDict['layer0.mlp_fc2'] = matrix(nEmbd, 4 * nEmbd);
const params: Value[] = Object.values(stateDict).flat(2);
const m = new Float64Array(params.length);
const v = new Float64Array(params.length);

// dump: part 1

for (let step = 0; step < numSteps; step++) {
  const n = 3;
  const tokens: number[] = read(n + 1);
  // dump: part 2
  for (let posId = 0; posId < n; posId++) {
    const logits = values(vocabSize);
    const probs = values(vocabSize);
    // dump: part 3
  }
  const losses = values(n);
  const [loss] = values(1);
  for (const p of params) p.grad = next();
  // dump: part 4
  m.set(read(params.length));
  v.set(read(params.length));
  for (const p of params) [p.data, p.grad] = [next(), 0];
  // dump: part 5
}
