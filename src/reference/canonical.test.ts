import { expect, test } from 'vitest';
import { readCanonicalRun } from '../lab/numerics/canonicalRun.ts';
import { CANONICAL } from './config.ts';
import { startTraining, train } from './training.ts';

/** Five times what V8's libm moves a loss by (spec/numerics.md), and a hundredth of the f64 class. */
const BOUND = 1e-14;

test("from Python's start, all 1000 losses are within 1e-14 of Python's", () => {
  const { documents, initial, losses } = readCanonicalRun();
  const deltas = [...train(startTraining(CANONICAL, initial), documents)].map((loss, i) => Math.abs(loss - losses[i]));
  expect(deltas).toHaveLength(losses.length);
  expect(Math.max(...deltas)).toBeLessThanOrEqual(BOUND);
});
