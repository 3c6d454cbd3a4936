import { expect, test } from 'vitest';
import { DEFAULT_SAMPLING, LARGEST_SIZES } from '../../suite/sampling.ts';
import { dueOfSoak, missingFrom, unmetPairs } from './missing.ts';
import { Recorder } from './record.ts';
import { recorded } from './recording.ts';

const TIMEOUT_MS = 600_000;

test('a run comes to all of the declared domain, and any two kinds of constants meet', {
  timeout: TIMEOUT_MS,
}, async () => {
  const record = await recorded();
  expect(missingFrom(record)).toEqual([]);
  expect(unmetPairs(record)).toEqual([]);
  // A program that trains takes nothing else.
  expect(record.train?.dimensions['ends of a document'].kinds.map(({ value }) => value)).toEqual(['BOS']);
});

test('with the largest sizes, which a soak comes to, it comes to all that a soak is declared for', {
  timeout: TIMEOUT_MS,
}, async () => {
  const record = await recorded({ ...DEFAULT_SAMPLING, sizes: LARGEST_SIZES });
  expect(missingFrom(record, dueOfSoak)).toEqual([]);
});

test('what is not reached is named, by its ends and kinds', () => {
  const recorder = new Recorder();
  const inside = { words: 0, spread: 0, logit: 0 };
  recorder.note('sampling', { args: [[0, 1], 0.5], result: [0.5, 0.5], inside }, 'inference.1');
  expect(missingFrom(recorder.record).filter((line) => line.startsWith('sampling'))).toEqual([
    'sampling: logits ends at 2, due is 65',
    'sampling: temperature begins at 0.5, due is 0.01',
    'sampling: temperature ends at 0.5, due is 4',
  ]);
});

test('of two constants with two kinds each, the pair that never meets is named', () => {
  const pairs = { 'n_layer 0 | decay linear': 'a', 'n_layer 1 | decay linear': 'b', 'n_layer 1 | decay cosine': 'c' };
  expect(unmetPairs({ train: { requests: 3, dimensions: {}, pairs } })).toEqual(['train: n_layer 0 | decay cosine']);
});
