import { describe, expect, test } from 'vitest';
import { CANONICAL } from '../../reference/config.ts';
import type { DocsDump } from './docsDump.ts';
import { documentNotes } from './documentChecks.ts';

const DATASET = Array.from({ length: 30 }, (_, i) => `doc${String.fromCharCode(97 + i)}`);
const SIZES = { num_steps: 30, block_size: 16 };
const text = (documents: readonly string[]): DocsDump => ({
  kind: 'text',
  documents,
  lines: documents.map((_, i) => i + 1),
});
const notes = (documents: readonly string[], sizes = SIZES) =>
  documentNotes(text(documents), documents, sizes, DATASET);

describe('documents without oddity', () => {
  test('as many as steps, in another order', () => {
    expect(notes(DATASET.toReversed())).toEqual([]);
  });

  test('15 characters fit into the canonical block_size', () => {
    const documents = Array.from({ length: CANONICAL.num_steps }, () => 'a'.repeat(15));
    expect(documentNotes(text(documents), documents, CANONICAL)).toEqual([]);
  });
});

describe('oddities of documents', () => {
  test.each([
    [
      'dataset.5 the order of the file',
      notes(DATASET),
      'docs: the documents are in the order of the file, not shuffled (dataset.5)',
    ],
    [
      'dataset.5 the order of the file from its second document on',
      notes(DATASET.slice(1), { ...SIZES, num_steps: 29 }),
      'docs: the documents are in the order of the file, not shuffled (dataset.5)',
    ],
    [
      'training.2 too few',
      notes(DATASET.toReversed(), { ...SIZES, num_steps: 40 }),
      'docs: 30 documents for 40 steps: step 31 begins again with the first; dump more, if the port has more (training.2)',
    ],
    [
      'loss.7 too long',
      notes(DATASET.toReversed(), { ...SIZES, block_size: 4 }),
      'docs: 30 documents have more than block_size (4) targets; the first 4 count (loss.7)',
    ],
    [
      'dataset.5 unknown ones',
      notes([...DATASET.toReversed(), 'docA']),
      'docs: 1 documents are not in the dataset, such as "docA" (dataset.5)',
    ],
  ])('%s', (_, found, note) => {
    expect(found).toEqual([note]);
  });

  test('dataset.4 empty lines', () => {
    const docs: DocsDump = { kind: 'text', documents: ['a', 'b'], lines: [2, 5] };
    expect(documentNotes(docs, ['a', 'b'], { num_steps: 2, block_size: 16 })).toEqual([
      'docs: 3 empty lines are left out (dataset.4)',
    ]);
  });

  test.each([
    [26, 'docs: read as tokens, with BOS 26 on both sides'],
    [0, 'docs: read as tokens, with BOS 0 on both sides; BOS is the last token, not 0 (tokenizer.2)'],
    [null, 'docs: read as tokens, without BOS'],
  ])('tokens with BOS %j', (BOS, note) => {
    const docs: DocsDump = { kind: 'tokens', documents: [[1]], BOS, lines: [1] };
    expect(documentNotes(docs, ['b'], { num_steps: 1, block_size: 16 })).toEqual([note]);
  });
});
