import type { Deviation } from '../deviation.ts';

/** Deviations in reading the documents and in their order. */
export const DATASET: readonly Deviation[] = [
  {
    id: 'no-shuffle',
    clause: 'dataset.5',
    title: 'documents in the order of the file',
    explanation:
      'Training takes the documents as they stand in the file, from the right initial parameters. Ports that read recorded parameters forget the shuffle so. Shuffle the documents first.',
    shows: 'documents',
    needsDataset: true,
    edits: [{ file: 'dataset', find: 'random.shuffle(order);', replace: 'random.shuffle([...order]);' }],
  },
  {
    id: 'shuffle-left-out',
    clause: 'dataset.5',
    title: 'no shuffle, and nothing drawn for it',
    explanation:
      'The documents are taken as they stand in the file, and the initial parameters are the first draws of the stream. In microgpt.py the shuffle comes first.',
    shows: 'documents',
    needsDataset: true,
    edits: [{ file: 'dataset', find: 'random.shuffle(order);', replace: '' }],
  },
  {
    id: 'duplicates-removed',
    clause: 'dataset.7',
    title: 'each document once',
    explanation:
      'The documents are put into a set, so names that occur twice count once. There are fewer of them, so the shuffle draws otherwise. Keep every line.',
    shows: 'documents',
    needsDataset: true,
    edits: [
      { file: 'dataset', find: 'return lines(bytes)', replace: 'return [...new Set(lines(bytes)' },
      { file: 'dataset', find: "(line) => line !== '');", replace: "(line) => line !== ''))];" },
    ],
  },
  {
    id: 'empty-lines-kept',
    clause: 'dataset.4',
    title: 'empty lines are documents',
    explanation:
      'An empty line becomes a document of two BOS tokens, most often the one behind the last line end. names.txt has neither, other datasets do. Leave out lines that are empty once stripped.',
    shows: 'law',
    edits: [{ file: 'dataset', find: ".filter((line) => line !== '')", replace: '' }],
  },
  {
    id: 'lines-not-stripped',
    clause: 'dataset.3',
    title: 'white space at the ends kept',
    explanation:
      'Lines are split but not stripped, so a space or a carriage return becomes a character of the vocabulary. names.txt has none. Strip what str.strip() strips.',
    shows: 'law',
    edits: [{ file: 'dataset', find: '.map(strip)', replace: '' }],
  },
];
