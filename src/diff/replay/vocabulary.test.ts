import { describe, expect, test } from 'vitest';
import { CANONICAL } from '../../reference/config.ts';
import type { DocsDump } from './docsDump.ts';
import { documentsIn, replayVocabulary } from './vocabulary.ts';

const A_TO_Z = [...'abcdefghijklmnopqrstuvwxyz'];
const text = (...documents: string[]): DocsDump => ({
  kind: 'text',
  documents,
  lines: documents.map((_, i) => 2 * i + 1),
});
const tokens = (BOS: number | null, ...documents: number[][]): DocsDump => ({
  kind: 'tokens',
  documents,
  BOS,
  lines: documents.map((_, i) => i + 1),
});
/** Of the canonical sizes, for a vocabulary of that size. */
const from = (vocab_size: number, docs?: DocsDump, dataset?: string[]) =>
  replayVocabulary({
    vocab_size,
    count: 4192 + 32 * (vocab_size - 27),
    config: CANONICAL,
    golden: A_TO_Z,
    docs,
    dataset,
  });

describe('the vocabulary of a replay', () => {
  test.each([
    ['the dataset, where there is one', from(4, text('ab'), ['ab', 'c']), 'abc'],
    ['a to z, with its size', from(27), A_TO_Z.join('')],
    ['a to z, where the documents have fewer characters', from(27, text('emma')), A_TO_Z.join('')],
    ['the documents, with their number of characters', from(4, text('ba', 'ç')), 'abç'],
    [
      'what the documents come with',
      from(4, { kind: 'text', documents: ['ba'], lines: [1], uchars: ['a', 'b', 'z'] }),
      'abz',
    ],
    ['26 other characters', from(27, text('ABCDEFGHIJKLMNOPQRSTUVWXYZ')), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
    ['a to z for tokens', from(27, tokens(26, [4])), A_TO_Z.join('')],
  ])('%s', (_, vocabulary, uchars) => {
    expect(vocabulary).toEqual({ uchars: [...uchars], BOS: uchars.length, vocab_size: uchars.length + 1 });
  });

  test('for other tokens, as many characters as needed, in the order of their code points', () => {
    const { uchars, vocab_size } = from(66, tokens(65, [64, 0]));
    expect([vocab_size, new Set(uchars).size]).toEqual([66, 65]);
    expect(uchars.toSorted()).toEqual(uchars);
  });

  test.each([
    ['the dataset', () => from(27, text('ab'), ['ab']), 'for a vocabulary of 27, and the dataset has 3, BOS included'],
    ['no documents', () => from(28), 'for a vocabulary of 28, and the golden documents have 27'],
    ['documents', () => from(28, text('abc')), 'for a vocabulary of 28, and the dumped documents have 4'],
    ['tokens', () => from(123, tokens(26, [0])), 'for a vocabulary of 123, and the dumped documents have 27'],
  ])('tokenizer.3 sizes that do not agree, with %s', (_, make, message) => {
    expect(make).toThrow(message);
    expect(make).toThrow(
      /^params: \d+ parameters; n_layer 1, n_embd 16, block_size 16 with a vocabulary of \d+ have \d+;/,
    );
  });
});

describe('documents as text', () => {
  test.each([
    ['text', text('emma', 'ava'), ['emma', 'ava']],
    ['tokens with BOS behind the characters', tokens(26, [4, 12, 12, 0], []), ['emma', '']],
    ['tokens with BOS before them', tokens(0, [5, 13, 13, 1]), ['emma']],
    ['tokens without BOS', tokens(null, [25]), ['z']],
  ])('%s', (_, docs, documents) => {
    expect(documentsIn(docs, A_TO_Z)).toEqual(documents);
  });

  test('tokenizer.5 a character outside the vocabulary, with its line', () => {
    expect(() => documentsIn(text('emma', 'zoé'), A_TO_Z)).toThrow(
      'docs: "é" in line 3, "zoé", is not in the vocabulary "abcdefghijklmnopqrstuvwxyz"; give the dataset with --input',
    );
  });

  test('long documents and vocabularies are shortened in messages', () => {
    expect(() => documentsIn(text(`${'a'.repeat(1000)}é`), A_TO_Z)).toThrow(`line 1, "${'a'.repeat(40)}...", is not`);
  });

  test.each([
    [
      'tokenizer.7',
      tokens(26, [3], [26]),
      'docs: the token 26 in line 2 stands for no character; with 26 characters it must be in [0, 26)',
    ],
    [
      'tokenizer.7',
      tokens(0, [27]),
      'docs: the token 27 in line 1 stands for no character; with 26 characters it must be in [1, 27)',
    ],
    [
      'tokenizer.2',
      tokens(7, [3]),
      'docs: every document begins and ends with the token 7; BOS must be 26, or leave it out',
    ],
  ])('%s tokens outside the vocabulary', (_, docs, message) => {
    expect(() => documentsIn(docs, A_TO_Z)).toThrow(message);
  });
});
