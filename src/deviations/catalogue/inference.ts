import type { Deviation } from '../deviation.ts';
import type { Edit } from '../patched.ts';

const DRAW = 'bisectWeights(probs, uniform())';
const END = 'tape.truncate(num_params);';

/** Deviations in sampling: the losses do not show them. */
export const INFERENCE: readonly Deviation[] = [
  {
    id: 'temperature',
    clause: 'inference.1',
    title: 'temperature not applied',
    explanation:
      'The samples are drawn from the probabilities of temperature 1. Dividing probabilities by the temperature does the same. Divide the logits.',
    shows: 'samples',
    edits: [{ file: 'inference', find: 'config.temperature)', replace: '1)' }],
  },
  {
    id: 'temperature-multiplied',
    clause: 'inference.1',
    title: 'logits multiplied by the temperature',
    explanation: 'A temperature below 1 then flattens the distribution in place of sharpening it. Divide the logits.',
    shows: 'samples',
    edits: [
      { file: 'inference', find: 'tape.divNumber(l, temperature)', replace: 'tape.mul(l, tape.leaf(temperature))' },
    ],
  },
  {
    id: 'argmax',
    clause: 'inference.3',
    title: 'the likeliest token in place of a draw',
    explanation:
      'Each position takes the token of the largest probability, so all samples are alike. Draw by the probabilities.',
    shows: 'samples',
    edits: [{ file: 'inference', find: DRAW, replace: '(uniform(), probs.indexOf(Math.max(...probs)))' }],
  },
  {
    id: 'sample-start',
    clause: 'inference.2',
    title: 'samples start at token 0',
    explanation:
      'The first input of a sample is token 0, as it is in vocabularies where BOS comes first. Start with BOS, len(uchars).',
    shows: 'samples',
    edits: [{ file: 'inference', find: 'let token_id = BOS;', replace: 'let token_id = 0;' }],
  },
  {
    id: 'sample-cache-kept',
    clause: 'inference.2',
    title: 'KV cache of the sample before kept',
    explanation:
      'Keys and values are not emptied between samples, so each name goes on from the one before. Begin each sample with empty lists.',
    shows: 'samples',
    edits: keptCache('.slice(-drawnFrom.length)'),
  },
  {
    id: 'sample-caches-kept',
    clause: 'inference.2',
    title: 'KV cache of all samples before kept',
    explanation:
      'Keys and values are never emptied, while each sample counts its positions from 0, so it attends to all samples before. Begin each sample with empty lists.',
    shows: 'samples',
    edits: keptCache(''),
  },
  {
    id: 'sample-last-character',
    clause: 'inference.5',
    title: 'last character of a full sample lost',
    explanation:
      'A sample that fills the block loses its last token, often to a terminator. None of the 20 samples of the canonical run is that long. Keep all block_size tokens.',
    shows: 'law',
    edits: [
      {
        file: 'inference',
        find: 'return { tokens,',
        replace: 'return { tokens: tokens.slice(0, config.block_size - 1),',
      },
    ],
  },
];

/** The rows that were there before a sample, and of all the rows behind it those that are kept for the next. */
function keptCache(rows: string): readonly Edit[] {
  return [
    ...['keys', 'values'].map(
      (name): Edit => ({
        file: 'inference',
        find: `const ${name} = emptyCache(config);`,
        replace: `const ${name} = (model.${name} ?? emptyCache(config)).map((layer) => layer.map((row) => row.map((x) => tape.leaf(x))));`,
      }),
    ),
    {
      file: 'inference',
      find: END,
      replace: `[model.keys, model.values] = [keys, values].map((cache) => cache.map((layer) => layer${rows}.map((row) => row.map((x) => tape.data[x]))));
    ${END}`,
    },
  ];
}
