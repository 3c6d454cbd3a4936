import type { Edit } from '../../deviations/patched.ts';

/** Other ways to compute attention, as changes of the reference. */

const WEIGHTS = 'const attn_weights = softmax(tape, attn_logits);';

const SCORES = 'const attn_logits = k_h.map((k_t) => tape.divNumber(tape.dot(q_h, k_t), root));';

/**
 * Each position over the whole block, the positions behind it masked by a score.
 *
 * @param mask - as JavaScript writes it
 */
export function padded(mask: string): readonly Edit[] {
  return [
    {
      file: 'model',
      find: SCORES,
      replace: `${SCORES}
        const empty = Array.from({ length: Math.max(0, config.block_size - keys.length) }, () => tape.leaf(${mask}));
        attn_logits.push(...empty);
        for (const _ of empty) v_h.push(Array.from({ length: head_dim }, () => tape.leaf(0)));`,
    },
  ];
}

/**
 * One pass over the positions with a running maximum and a running sum; the probabilities are computed anew from the
 * logarithm of that sum, on the way back too: p (dp - sum p dp) with a p whose sum is 1 up to rounding only, so that the
 * gradient of equal scores is 0 up to rounding only.
 */
export const ONLINE: readonly Edit[] = [
  {
    file: 'model',
    find: WEIGHTS,
    replace: `let most = tape.leaf(tape.data[attn_logits[0]]);
        let total = tape.leaf(0);
        for (const score of attn_logits) {
            const above = tape.leaf(Math.max(tape.data[most], tape.data[score]));
            total = tape.add(tape.mul(total, tape.exp(tape.sub(most, above))), tape.exp(tape.sub(score, above)));
            most = above;
        }
        const logSum = tape.data[most] + tape.math.log(tape.data[total]);
        const again = attn_logits.map((score) => tape.leaf(tape.math.exp(tape.data[score] - logSum)));
        const apart = attn_logits.map((score) => tape.sub(score, tape.leaf(tape.data[score])));
        const logTotal = tape.add(tape.leaf(logSum), tape.dot(again, apart));
        const attn_weights = attn_logits.map((score) => tape.exp(tape.sub(score, logTotal)));`,
  },
];

/** Queries, keys and values as one product with the three matrices on top of each other. */
export const FUSED_QKV: readonly Edit[] = [
  {
    file: 'model',
    find: `const q = linear(tape, x, state_dict[\`layer\${li}.attn_wq\`]);
        const k = linear(tape, x, state_dict[\`layer\${li}.attn_wk\`]);
        const v = linear(tape, x, state_dict[\`layer\${li}.attn_wv\`]);`,
    replace: `const qkv = linear(tape, x, ['wq', 'wk', 'wv'].flatMap((name) => state_dict[\`layer\${li}.attn_\${name}\`]));
        const [q, k, v] = [0, 1, 2].map((part) => qkv.slice(part * config.n_embd, (part + 1) * config.n_embd));`,
  },
];
