import fc from 'fast-check';
import type { StateDict } from '../../src/port/config.ts';
import { type ModelCase, withMatrix } from './arbitraries.ts';
import { naiveLogits } from './oracle/naive.ts';
import { smallParameters } from './smallModels.ts';
import { port } from './subject.ts';

/** What is added to each entry of a column of lm_head: logits in the thousands, of either sign, whose softmax is as before. */
export const SHIFT = 2 ** 13;
/** Either of them. */
export const shifts = fc.constantFrom(SHIFT, -SHIFT);

/** All logits of a position moved by one number, which is the column's activation times the shift. */
export function shifted(model: ModelCase, shift: number, column: number): StateDict {
  const { n_embd } = model.config;
  return withMatrix(smallParameters(model), 'lm_head', (x, _, j) => (j === column % n_embd ? x + shift : x));
}

/** How far apart the logits of a rare target are: no probability rounds to 0, and none of them is a number that is cut off. */
const RARE = port.dtype === 'f64' ? 500 : 70;

/** Shares of it. */
export const shares = fc.constantFrom(1 / 8, 1 / 2, 1);

/** Logits nearer than that are left as near as they are. */
const LEAST_SPREAD = 2 ** -10;

/** Parameters whose logits spread so far, times a share of it. */
export function spreading(model: ModelCase, share: number): StateDict {
  const parameters = smallParameters(model);
  const rows = naiveLogits(model, parameters).map((row) => row.map(({ mid }) => mid));
  const widest = Math.max(...rows.map((row) => Math.max(...row) - Math.min(...row)));
  const factor = 2 ** Math.max(0, Math.floor(Math.log2((share * RARE) / Math.max(widest, LEAST_SPREAD))));
  return withMatrix(parameters, 'lm_head', (x) => factor * x);
}
