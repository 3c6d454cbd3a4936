import type { Deviation } from '../deviation.ts';

/** Deviations in how attention is divided into heads, and in what a head gives. */
export const HEADS: readonly Deviation[] = [
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
    id: 'heads-wrong-axis',
    clause: 'model.12',
    title: "a head's output summed over the wrong axis",
    explanation:
      'Element j of a head is the sum of the weights times the elements of the value of position j, cut to the shorter as zip does, and 0 where there is no position j yet. Sum weight times element j over the positions.',
    shows: 'forward',
    edits: [
      {
        file: 'model',
        find: 'const v_j = v_h.map((v_t) => v_t[j]);',
        replace: 'const v_j = (v_h[j] ?? []).slice(0, attn_weights.length);',
      },
      {
        file: 'model',
        find: 'tape.dot(attn_weights, v_j)',
        replace: 'tape.dot(attn_weights.slice(0, v_j.length), v_j)',
      },
    ],
  },
  {
    id: 'heads-by-position',
    clause: 'model.12',
    title: 'a head gives an element a position',
    explanation:
      'A head gives for each position the sum of the weights times the elements of its value, so as many elements as there are positions; attn_wo, by zip, takes what it has columns for. Sum over the positions, for each element.',
    shows: 'forward',
    edits: [
      {
        file: 'model',
        find: 'for (let j = 0; j < head_dim; j++) {',
        replace: 'for (let j = 0; j < v_h.length; j++) {',
      },
      {
        file: 'model',
        find: 'const v_j = v_h.map((v_t) => v_t[j]);',
        replace: 'const v_j = v_h[j].slice(0, attn_weights.length);',
      },
      {
        file: 'model',
        find: 'tape.dot(attn_weights, v_j)',
        replace: 'tape.dot(attn_weights.slice(0, v_j.length), v_j)',
      },
      {
        file: 'model',
        find: 'return x_attn;',
        replace: 'return q.map((_, i) => x_attn[i] ?? tape.leaf(0));',
      },
    ],
  },
];
