import type { Deviation } from '../../../deviations/deviation.ts';
import type { Edit } from '../../../deviations/patched.ts';

const ATTENTION = 'function attention(model, q, keys, values) {';
const ADDED = 'tape.add(a, x_residual[i])';

/** RMSNorm of each head's part of a row. */
const HEAD_NORM = `function headNorm({ config, tape }, row) {
    const head_dim = config.n_embd / config.n_head;
    return Array.from({ length: config.n_head }, (_, h) => rmsnorm(tape, row.slice(h * head_dim, (h + 1) * head_dim))).flat();
}
`;
/** Turns the elements 2 i and 2 i + 1 of each head by pos_id 10000^(-2 i / head_dim). */
const ROTARY = `function rotated({ config, tape }, row, pos_id) {
    const head_dim = config.n_embd / config.n_head;
    return row.map((a, i) => {
        if (head_dim % 2 === 1)
            return a;
        const angle = pos_id * 10000 ** -(((i % head_dim) - (i % 2)) / head_dim);
        const sine = i % 2 === 0 ? -Math.sin(angle) : Math.sin(angle);
        return tape.add(tape.mul(a, tape.leaf(Math.cos(angle))), tape.mul(row[i ^ 1], tape.leaf(sine)));
    });
}
`;
/** 30 tanh(l / 30), as 30 (1 - 2 / (exp(l / 15) + 1)). */
const SOFTCAP = `((l) => {
        const inverse = tape.pow(tape.add(tape.exp(tape.mul(l, tape.leaf(1 / 15))), tape.leaf(1)), -1);
        return tape.add(tape.leaf(30), tape.mul(inverse, tape.leaf(-60)));
    })`;

/** Novel mistakes up to the loss of step 1: what larger models have in the network, and microgpt.py has not. */
export const NOVEL_NETWORK: readonly Deviation[] = [
  {
    id: 'outside-query-key-norm',
    clause: 'model.10',
    title: 'queries and keys normed by head',
    explanation: 'RMSNorm is applied to each head of query and key before their product, as in Qwen and Gemma.',
    shows: 'forward',
    edits: around('headNorm', HEAD_NORM),
  },
  {
    id: 'outside-rotary',
    clause: 'model.10',
    title: 'rotary positions on top of wpe',
    explanation: 'Query and key are turned by an angle for their position, as in Llama, and wpe is added all the same.',
    shows: 'forward',
    edits: around('rotated', ROTARY, ', pos_id'),
  },
  {
    id: 'outside-softcap-30',
    clause: 'model.17',
    title: 'logits capped at 30 by tanh',
    explanation: 'The logits are 30 tanh(l / 30), as in Gemma: small ones hardly change.',
    shows: 'forward',
    edits: [
      {
        file: 'model',
        find: 'linear(tape, x, state_dict.lm_head)',
        replace: `linear(tape, x, state_dict.lm_head).map(${SOFTCAP})`,
      },
    ],
  },
  {
    id: 'outside-residual-scaled',
    clause: 'model.13',
    title: 'residual sums divided by the root of 2',
    explanation: 'The sum of a block and its residual is divided by the root of 2, to keep its variance.',
    shows: 'forward',
    edits: [{ file: 'model', find: ADDED, replace: `tape.mul(${ADDED}, tape.leaf(Math.SQRT1_2))`, times: 2 }],
  },
  {
    id: 'outside-attention-softmax-eps',
    clause: 'model.2',
    title: 'softmax of attention with 1e-6 in the denominator',
    explanation:
      "The softmax of attention guards its division, that of the logits does not: the catalogue's entry is of both.",
    shows: 'forward',
    edits: [
      { file: 'model', find: 'function softmax(tape, logits) {', replace: 'function softmax(tape, logits, eps = 0) {' },
      { file: 'model', find: 'tape.sum(exps)', replace: 'tape.add(tape.sum(exps), tape.leaf(eps))' },
      { file: 'model', find: 'softmax(tape, attn_logits)', replace: 'softmax(tape, attn_logits, 1e-6)' },
    ],
  },
];

/** Passes what attn_wq and attn_wk give through a function. */
function around(name: string, definition: string, more = ''): Deviation['edits'] {
  const projections = ['q', 'k'].map((letter): Edit => {
    const projection = `linear(tape, x, state_dict[\`layer\${li}.attn_w${letter}\`])`;
    return { file: 'model', find: projection, replace: `${name}(model, ${projection}${more})` };
  });
  return [{ file: 'model', find: ATTENTION, replace: `${definition}${ATTENTION}` }, ...projections];
}
