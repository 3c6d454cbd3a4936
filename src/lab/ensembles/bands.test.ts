import { expect, test } from 'vitest';
import { openGolden } from '../../golden/folder.ts';
import { bandsOf, envelopeOf, QUANTILES, quantile, readBands, readEnvelopes } from './bands.ts';

test('a quantile lies linearly between the values', () => {
  expect([0, 0.25, 0.5, 0.6, 1].map((q) => quantile([1, 2, 4, 8, 16], q))).toEqual([1, 2, 4, 5.6, 16]);
  expect(quantile([3], 0.99)).toBe(3);
});

test('bands are the quantiles of each step', () => {
  const runs = Array.from({ length: 101 }, (_, i) => [i, 200 - i]);
  const [first, , , median] = bandsOf(runs.toReversed());
  expect(first).toEqual([1, 101]);
  expect(median).toEqual([50, 150]);
});

test('an envelope is the greatest difference so far, of the median run and of all', () => {
  const runs = [
    [1, 1, 1],
    [1, 1, 1],
    [2, 2, 2],
  ];
  const noisy = [
    [1, 1, 1],
    [1, 1.5, 1],
    [2.25, 2, 2],
  ];
  const envelope = envelopeOf({ id: 'ulp', title: '' }, runs, noisy, (dtype) => (dtype === 'f64' ? 0.3 : 0.5));
  expect(envelope.median).toEqual([0, 0.25, 0.25]);
  expect(envelope.most).toEqual([0.25, 0.5, 0.5]);
  expect(envelope.leaves).toEqual({ f64: 1, f32: 0, firstBeyondF32: null });
});

test('the files in golden/ are of 256 seeds, and their bands in order', () => {
  const { provenance, losses } = readBands(openGolden());
  expect(provenance.seeds).toEqual({ first: 1, last: 256 });
  expect(losses.map((band) => band.length)).toEqual(QUANTILES.map(() => 1000));
  for (const [i, band] of losses.slice(1).entries()) expect(band.every((loss, t) => loss >= losses[i][t])).toBe(true);
  expect(readEnvelopes(openGolden()).envelopes.map(({ id }) => id)).toEqual(['ulp', 'f32']);
});
