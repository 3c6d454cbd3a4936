import { expect, test } from 'vitest';
import { runVitest } from './runSuite.ts';
import { DEFAULT_SAMPLING, MOST_SEED } from './sampling.ts';
import { samplingOf } from './soak.ts';

const TITLE = 'loss.1 the loss is the inverse of exp(-x)';

/** A check with a million inputs, for as long as there is time. */
async function asked(until: number) {
  const begun = Date.now();
  const { checks, late, requests, faults } = await runVitest({
    port: { kind: 'reference' },
    sampling: { ...DEFAULT_SAMPLING, runs: 1_000_000 },
    chapters: ['loss'],
    only: { names: [TITLE], titles: [TITLE], chapters: ['loss'] },
    until,
    reporters: [],
    onCheck: () => {},
  });
  expect(faults).toEqual([]);
  return { statuses: checks.map(({ status }) => status), late, requests, ms: Date.now() - begun };
}

test('rounds by turns have larger inputs and more of them, each a seed of its own, and begin anew behind the largest', () => {
  const rounds = [1, 2, 3, 4, 5, 12, 13, 14].map((number) => samplingOf(DEFAULT_SAMPLING, number));
  expect(rounds.map(({ seed, sizes, runs }) => [seed, sizes, runs])).toEqual([
    [42, 1, 100],
    [43, 2, 100],
    [44, 1, 200],
    [45, 4, 100],
    [46, 1, 400],
    [53, 64, 100],
    [54, 1, 6400],
    [55, 2, 100],
  ]);
});

test('no round has a seed, a size or a number of inputs that run does not take', () => {
  const usual = { ...DEFAULT_SAMPLING, seed: MOST_SEED, sizes: 5, runs: 900_000 };
  expect([2, 12, 13].map((round) => samplingOf(usual, round))).toMatchObject([
    { seed: -MOST_SEED, sizes: 10 },
    { seed: 10 - MOST_SEED, sizes: 64 },
    { seed: 11 - MOST_SEED, sizes: 5, runs: 1_000_000 },
  ]);
});

test('when the time is up a check that is in hand ends, and what it found holds; one that has not begun is told apart', async () => {
  const cut = await asked(Date.now() + 4000);
  expect(cut).toMatchObject({ statuses: ['held'], late: [] });
  expect(cut.requests).toBeGreaterThan(0);
  expect(cut.requests).toBeLessThan(1_000_000);
  expect(await asked(Date.now() - 1)).toMatchObject({ statuses: [], late: [TITLE], requests: 0 });
});
