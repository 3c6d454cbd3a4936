import type { Deviation } from '../deviation.ts';

const SUM = 'tape.add(t, pos_emb[i])';

/** Deviations in the embeddings. */
export const EMBEDDING: readonly Deviation[] = [
  {
    id: 'embedding-position-missing',
    clause: 'model.8',
    title: 'no position embedding',
    explanation: 'The input is the row of wte alone, so wpe is never used. Add the row of wpe for the position.',
    shows: 'forward',
    edits: [{ file: 'model', find: SUM, replace: 't' }],
  },
  {
    id: 'position-from-1',
    clause: 'model.8',
    title: 'positions counted from 1',
    explanation:
      'Position t takes row t + 1 of wpe (the last one row 0, where others read beyond the matrix), often because the position is counted up before it is used. Count from 0.',
    shows: 'forward',
    edits: [
      {
        file: 'model',
        find: "rowOf(state_dict.wpe, pos_id, 'pos_id')",
        replace: "rowOf(state_dict.wpe, (pos_id + 1) % state_dict.wpe.length, 'pos_id')",
      },
    ],
  },
  {
    id: 'embedding-scaled',
    clause: 'model.8',
    title: 'token embedding times the root of n_embd',
    explanation:
      'The row of wte is scaled before the row of wpe is added, as in the first transformer. Nothing is scaled here.',
    shows: 'forward',
    edits: [
      {
        file: 'model',
        find: SUM,
        replace: 'tape.add(tape.mul(t, tape.leaf(config.n_embd ** 0.5)), pos_emb[i])',
      },
    ],
  },
  {
    id: 'wte-not-updated',
    clause: 'model.22',
    title: 'no gradient to wte',
    explanation:
      'The backward pass ends before the token embedding, so wte stays as it was drawn. Add the gradient to the row of the token.',
    shows: 'update',
    edits: [{ file: 'model', find: SUM, replace: 'tape.add(tape.leaf(tape.data[t]), pos_emb[i])' }],
  },
  {
    id: 'wpe-not-updated',
    clause: 'model.22',
    title: 'no gradient to wpe',
    explanation:
      'The backward pass leaves the position embedding out, so wpe stays as it was drawn. Add the gradient to the row of the position.',
    shows: 'update',
    edits: [{ file: 'model', find: SUM, replace: 'tape.add(t, tape.leaf(tape.data[pos_emb[i]]))' }],
  },
];
