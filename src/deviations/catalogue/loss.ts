import type { Deviation } from '../deviation.ts';
import type { Edit } from '../patched.ts';

const TARGET = '[tokens[pos_id], tokens[pos_id + 1]]';

/** Deviations in what is taken the mean of, and in the mean. */
export const LOSS: readonly Deviation[] = [
  {
    id: 'loss-sum',
    clause: 'loss.6',
    title: 'loss summed over the positions, not averaged',
    explanation: 'The position losses are added and not divided by their number. Divide by n.',
    shows: 'forward',
    edits: [{ file: 'loss', find: 'tape.leaf(1 / losses.length)', replace: 'tape.leaf(1)' }],
  },
  {
    id: 'mean-over-block',
    clause: 'loss.6',
    title: 'loss divided by block_size',
    explanation:
      'The sum of the position losses is divided by block_size, as where documents are padded and the padding is masked. Divide by the number of positions.',
    shows: 'forward',
    edits: [
      {
        file: 'loss',
        find: 'averageLoss(tape, losses),',
        replace: 'tape.mul(tape.sum(losses), tape.leaf(1 / config.block_size)),',
      },
    ],
  },
  {
    id: 'mean-over-tokens',
    clause: 'loss.6',
    title: 'loss divided by len(tokens)',
    explanation:
      'The sum of the position losses is divided by the number of tokens, one more than there are positions.',
    shows: 'forward',
    edits: [{ file: 'loss', find: 'tape.leaf(1 / losses.length)', replace: 'tape.leaf(1 / (losses.length + 1))' }],
  },
  {
    id: 'mean-over-characters',
    clause: 'loss.6',
    title: 'loss divided by len(doc)',
    explanation:
      'The sum of the position losses is divided by the number of characters, one less than there are positions.',
    shows: 'forward',
    edits: [
      { file: 'loss', find: 'tape.leaf(1 / losses.length)', replace: 'tape.leaf(1 / Math.max(1, losses.length - 1))' },
    ],
  },
  {
    id: 'gradient-of-sum',
    clause: 'training.9',
    title: 'gradient of the sum of the position losses',
    explanation:
      'The loss is the mean over the positions, but the backward pass starts from 1 at each, so that longer documents count for more. Start from 1 / n.',
    shows: 'update',
    edits: [
      {
        file: 'loss',
        find: 'return tape.mul(tape.sum(losses), tape.leaf(1 / losses.length));',
        replace: `const total = tape.sum(losses);
    const mean = tape.add(total, tape.leaf(0));
    tape.data[mean] = tape.data[tape.mul(total, tape.leaf(1 / losses.length))];
    return mean;`,
      },
    ],
  },
  {
    id: 'last-target',
    clause: 'loss.7',
    title: 'last target (BOS) dropped',
    explanation:
      'The loop ends one position early, so the end of a name is never learnt. For documents shorter than block_size the losses are those of bos-end-missing. n is len(tokens) - 1.',
    shows: 'forward',
    edits: [{ file: 'loss', find: 'tokens.length - 1', replace: 'tokens.length - 2' }],
  },
  {
    id: 'target-itself',
    clause: 'loss.7',
    title: 'target is the input token',
    explanation:
      'Each position is to predict the token that it has just seen, so the loss soon goes to 0. The target is tokens[pos_id + 1].',
    shows: 'forward',
    edits: [{ file: 'loss', find: TARGET, replace: '[tokens[pos_id], tokens[pos_id]]' }],
  },
  {
    id: 'target-two-ahead',
    clause: 'loss.7',
    title: 'target two tokens ahead',
    explanation:
      'Inputs and targets are shifted twice, so each position predicts the token after the next (the last one BOS). The target is tokens[pos_id + 1].',
    shows: 'forward',
    edits: [
      { file: 'loss', find: TARGET, replace: '[tokens[pos_id], tokens[Math.min(pos_id + 2, tokens.length - 1)]]' },
    ],
  },
  {
    id: 'block-clip',
    clause: 'loss.7',
    title: 'no clip to block_size',
    explanation:
      'All positions of a document are computed, also those behind block_size, where wpe has no row. names.txt has no name that long. n is at most block_size.',
    shows: 'law',
    edits: [{ file: 'loss', find: 'Math.min(config.block_size, tokens.length - 1)', replace: 'tokens.length - 1' }],
  },
  {
    id: 'block-clip-short',
    clause: 'loss.7',
    title: 'clipped to block_size - 1 positions',
    explanation:
      'A document fills at most block_size - 1 positions, mostly because its tokens are cut to block_size. None of the 1000 documents of the canonical run is that long. n is at most block_size.',
    shows: 'law',
    edits: [{ file: 'loss', find: 'Math.min(config.block_size,', replace: 'Math.min(config.block_size - 1 || 1,' }],
  },
  {
    id: 'cache-kept',
    clause: 'loss.8',
    title: 'KV cache of the document before kept',
    explanation:
      'Keys and values are not emptied between documents, so positions attend to those of the document before (here to one document; to more where the lists are never cut). Begin each document with empty lists.',
    shows: 'update',
    edits: [
      ...['keys', 'values'].map(
        (name): Edit => ({
          file: 'loss',
          find: `const ${name} = emptyCache(config);`,
          replace: `const ${name} = (tape.${name} ?? emptyCache(config)).map((layer) => layer.map((row) => row.map((x) => tape.leaf(x))));`,
        }),
      ),
      {
        file: 'loss',
        find: 'return { loss:',
        replace: `[tape.keys, tape.values] = [keys, values].map((cache) => cache.map((layer) => layer.slice(-n).map((row) => row.map((x) => tape.data[x]))));
    return { loss:`,
      },
    ],
  },
];
