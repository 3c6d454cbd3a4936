import type { Deviation } from '../deviation.ts';

const WEIGHTS = 'const attn_weights = softmax(tape, attn_logits);';
const ROWS = 'attention(model, q, keys[li], values[li])';
const POSITIONS = 'for (let pos_id = 0; pos_id < n; pos_id++) {';

/** Attention over some of the rows that the cache has. */
const overRows = (rows: string) => `attention(model, q, ...[keys[li], values[li]].map((rows) => ${rows}))`;

/** Deviations in the scores of attention, in what it goes over, and in its gradient. */
export const ATTENTION: readonly Deviation[] = [
  {
    id: 'attention-scale',
    clause: 'model.10',
    title: 'attention divided by head_dim, not by its root',
    explanation:
      'The scores are q k / head_dim, where a square root was forgotten. Divide by the root of head_dim. With the sizes of microgpt.py the losses are those of attention-scale-n-embd.',
    shows: 'forward',
    edits: [{ file: 'model', find: 'tape.math.pow(head_dim, 0.5)', replace: 'head_dim' }],
  },
  {
    id: 'attention-unscaled',
    clause: 'model.10',
    title: 'attention without its scale',
    explanation: 'The scores are the plain products of query and key. Divide them by the root of head_dim.',
    shows: 'forward',
    edits: [{ file: 'model', find: 'tape.math.pow(head_dim, 0.5)', replace: '1' }],
  },
  {
    id: 'attention-scale-n-embd',
    clause: 'model.10',
    title: 'attention divided by the root of n_embd',
    explanation:
      "The scores are divided by the root of the model's width. It is the width of a head that counts. With the sizes of microgpt.py the losses are those of attention-scale.",
    shows: 'forward',
    edits: [{ file: 'model', find: 'tape.math.pow(head_dim, 0.5)', replace: 'tape.math.pow(config.n_embd, 0.5)' }],
  },
  {
    id: 'keys-unprojected',
    clause: 'model.10',
    title: 'keys kept before their projection',
    explanation:
      'The cache of keys holds the normed x, not attn_wk x, so attn_wk is never used. Keep what the projection gives.',
    shows: 'forward',
    edits: [{ file: 'model', find: '.push(k);', replace: '.push(x);' }],
  },
  {
    id: 'attention-not-itself',
    clause: 'model.11',
    title: 'attention to the positions before, not to the own',
    explanation:
      'The mask is off by one, or key and value are kept after attention and not before: a position attends to the earlier ones only (position 0 to itself). It attends to itself too.',
    shows: 'forward',
    edits: [{ file: 'model', find: ROWS, replace: overRows('rows.length > 1 ? rows.slice(0, -1) : rows') }],
  },
  {
    id: 'attention-only-itself',
    clause: 'model.11',
    title: 'attention to the own position only',
    explanation:
      'The cache is lost after each position, or the mask leaves the diagonal alone. A position attends to itself and to all before it.',
    shows: 'forward',
    edits: [{ file: 'model', find: ROWS, replace: overRows('rows.slice(-1)') }],
  },
  {
    id: 'no-causal-mask',
    clause: 'model.11',
    title: 'attention to later positions too',
    explanation:
      'All positions of a document are computed at once, without a mask, so a position sees the tokens that it is to predict. In sampling there is nothing later to see. Mask the later positions.',
    shows: 'forward',
    edits: [
      { file: 'model', find: 'keys[li].push(', replace: 'keys[li][pos_id] = (' },
      { file: 'model', find: 'values[li].push(', replace: 'values[li][pos_id] = (' },
      {
        // After as many passes as there are layers, the cache has the keys and values of all positions of each.
        file: 'loss',
        find: POSITIONS,
        replace: `for (let pass = 0; pass < config.n_layer; pass++)
        for (let pos_id = 0; pos_id < n; pos_id++)
            gpt(model, tokens[pos_id], pos_id, keys, values);
    ${POSITIONS}`,
      },
    ],
  },
  {
    id: 'attention-padded',
    clause: 'model.11',
    title: 'attention over a block filled up with zeros',
    explanation:
      'Keys and values have block_size rows from the start, and the softmax goes over all of them: a row of zeros has the score 0, not none, and takes a part of the attention. Take the rows up to the own position.',
    shows: 'forward',
    edits: [
      {
        file: 'model',
        find: ROWS,
        replace: overRows(
          '[...rows, ...Array.from({ length: config.block_size - rows.length }, () => q.map(() => tape.leaf(0)))]',
        ),
      },
    ],
  },
  {
    id: 'attention-weights-detached',
    clause: 'model.27',
    title: 'no gradient through the attention weights',
    explanation:
      'The backward pass takes the weights for constants and goes through the values alone, so attn_wq and attn_wk never change. They depend on query and key.',
    shows: 'update',
    edits: [
      {
        file: 'model',
        find: WEIGHTS,
        replace: 'const attn_weights = softmax(tape, attn_logits).map((p) => tape.leaf(tape.data[p]));',
      },
    ],
  },
  {
    id: 'attention-softmax-diagonal',
    clause: 'model.24',
    title: 'softmax of attention with the diagonal of its derivative only',
    explanation:
      'The backward pass hands each score p (1 - p) times the gradient of its own weight, as for a sigmoid. A score moves all weights: p_i (g_i - sum_j p_j g_j).',
    shows: 'update',
    edits: [
      {
        file: 'model',
        find: WEIGHTS,
        replace: `const attn_weights = softmax(tape, attn_logits).map((node, i) => {
            const p = tape.data[node];
            const weight = tape.mul(attn_logits[i], tape.leaf(p * (1 - p)));
            tape.data[weight] = p;
            return weight;
        });`,
      },
    ],
  },
];
