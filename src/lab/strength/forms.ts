import type { Edit } from '../../deviations/patched.ts';

/** Other forms of the same mathematics, as changes of the reference. */

/** loss_t = ln sum_j exp(x_j - max x) - (x_target - max x): no probability, so none that rounds to 0 or 1. */
export const FUSED: readonly Edit[] = [
  {
    file: 'loss',
    find: 'export function averageLoss',
    replace: `function fusedLoss(tape, logits, target_id) {
    if (!(Number.isInteger(target_id) && target_id >= 0 && target_id < logits.length)) throw new RangeError('target');
    const most = tape.leaf(Math.max(...logits.map((v) => tape.data[v])));
    const shifted = logits.map((v) => tape.sub(v, most));
    return tape.sub(tape.log(tape.sum(shifted.map((v) => tape.exp(v)))), shifted[target_id]);
}
export function averageLoss`,
  },
  {
    file: 'loss',
    find: 'losses.push(positionLoss(tape, probs, target_id));',
    replace: 'losses.push(fusedLoss(tape, logits, target_id));',
  },
];

/** The way of the tokens before goes through the model again at each position. */
const AFRESH = `function afresh(model, tokens) {
    const [keys, values] = [emptyCache(model.config), emptyCache(model.config)];
    let logits = [];
    tokens.forEach((token_id, pos_id) => { logits = gpt(model, token_id, pos_id, keys, values); });
    return logits;
}
`;

/** No cache: each position computes keys and values of all before it once more. */
export const RECOMPUTED: readonly Edit[] = [
  { file: 'loss', find: 'export function documentLoss', replace: `${AFRESH}export function documentLoss` },
  {
    file: 'loss',
    find: 'gpt(model, token_id, pos_id, keys, values);\n        const probs',
    replace: 'afresh(model, tokens.slice(0, pos_id + 1));\n        const probs',
  },
  { file: 'inference', find: 'export function sample(', replace: `${AFRESH}export function sample(` },
  {
    file: 'inference',
    find: 'gpt(model, token_id, pos_id, keys, values);\n        const probs',
    replace: 'afresh(model, [BOS, ...tokens]);\n        const probs',
  },
];
