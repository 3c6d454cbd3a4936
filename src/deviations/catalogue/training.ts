import type { Deviation } from '../deviation.ts';

const NEXT = 'docs[step % docs.length]';

/** Deviations in the training loop. */
export const TRAINING: readonly Deviation[] = [
  {
    id: 'first-skipped',
    clause: 'training.2',
    title: 'first document skipped',
    explanation:
      'The step is counted from 1 where it chooses the document, so step 1 trains on the second. Count from 0.',
    shows: 'documents',
    edits: [{ file: 'training', find: NEXT, replace: 'docs[(step + 1) % docs.length]' }],
  },
  {
    id: 'last-first',
    clause: 'training.2',
    title: 'documents from the last to the first',
    explanation: 'The shuffled documents are taken from the end, as a pop() does. Take them from the beginning.',
    shows: 'documents',
    needsDataset: true,
    edits: [{ file: 'training', find: NEXT, replace: 'docs[docs.length - 1 - (step % docs.length)]' }],
  },
  {
    id: 'loss-after-update',
    clause: 'training.3',
    title: 'loss computed again after the update',
    explanation:
      'The loss of a step is that of the parameters after its update, so it is too good. Report the loss that the gradient was taken of.',
    shows: 'forward',
    edits: [
      {
        file: 'training',
        find: 'return value;',
        replace: `const again = tape.data[documentLoss(model, tokens).loss];
    tape.truncate(num_params);
    return again;`,
      },
    ],
  },
  {
    id: 'loss-running-mean',
    clause: 'training.3',
    title: 'mean of all losses so far',
    explanation:
      'What is printed as the loss of a step is the mean of all losses up to it. The training is right. Print the loss of the document.',
    shows: 'update',
    edits: [
      {
        file: 'training',
        find: 'return value;',
        replace: `moments.sum = (moments.sum ?? 0) + value;
    return moments.sum / (step + 1);`,
      },
    ],
  },
  {
    id: 'no-backward',
    clause: 'training.9',
    title: 'no backward pass',
    explanation:
      'No gradient is ever computed, so no parameter changes, and all losses are those of the initial parameters, as with topo-not-reversed.',
    shows: 'update',
    edits: [{ file: 'training', find: 'tape.backward(loss);', replace: '' }],
  },
];
