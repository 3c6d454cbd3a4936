import type { Deviation } from '../deviation.ts';

const ROWS = 'attention(model, q, keys[li], values[li])';
const POSITIONS = 'for (let pos_id = 0; pos_id < n; pos_id++) {';

/** Attention over some of the rows that the cache has. */
const overRows = (rows: string) => `attention(model, q, ...[keys[li], values[li]].map((rows) => ${rows}))`;

/** Deviations in attention and its cache. */
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
    id: 'heads-interleaved',
    clause: 'model.10',
    title: 'heads made of every n_head-th element',
    explanation:
      'Head h takes the elements h, h + n_head, ... of query, key and value, as a reshape in the wrong order does. The elements of a head lie together.',
    shows: 'forward',
    edits: [
      { file: 'model', find: 'q.slice(hs, hs + head_dim)', replace: 'q.filter((_, i) => i % config.n_head === h)' },
      { file: 'model', find: 'ki.slice(hs, hs + head_dim)', replace: 'ki.filter((_, i) => i % config.n_head === h)' },
      { file: 'model', find: 'vi.slice(hs, hs + head_dim)', replace: 'vi.filter((_, i) => i % config.n_head === h)' },
    ],
  },
  {
    id: 'single-head',
    clause: 'parameters.12',
    title: 'one head',
    explanation: 'Attention has one head as wide as the model. microgpt.py has 4.',
    shows: 'forward',
    edits: [],
    config: { n_head: 1 },
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
    id: 'cache-shared',
    clause: 'model.11',
    title: 'one cache for all layers',
    explanation:
      'All layers append to and read from the same lists. With the one layer of microgpt.py that is right. Keep a list a layer.',
    shows: 'law',
    edits: [
      { file: 'model', find: 'keys[li]', replace: 'keys[0]', times: 2 },
      { file: 'model', find: 'values[li]', replace: 'values[0]', times: 2 },
    ],
  },
  {
    id: 'cache-detached',
    clause: 'model.27',
    title: 'no gradient through the keys and values of earlier positions',
    explanation:
      'The cache keeps numbers, not nodes of the graph, so a position passes no gradient on to the ones that it attends to. Keep the nodes.',
    shows: 'update',
    edits: [
      {
        file: 'model',
        find: ROWS,
        replace: overRows(
          'rows.map((row, t) => (t === rows.length - 1 ? row : row.map((x) => tape.leaf(tape.data[x]))))',
        ),
      },
    ],
  },
];
