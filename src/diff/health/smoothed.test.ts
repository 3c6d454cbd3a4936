import { describe, expect, test } from 'vitest';
import { canonicalLosses } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { type Smoothing, smoothing } from './smoothed.ts';

const losses = canonicalLosses(openGolden());
const EVERY = losses.map((_, i) => i + 1);

/** What a log prints of an average, to so many decimals. */
function printed(average: readonly number[], decimals = 4, steps: readonly number[] = EVERY) {
  return steps.map((step) => ({ step, got: Number(average[step - 1].toFixed(decimals)), half: 0.5 * 10 ** -decimals }));
}

/** The average as a port computes it, a step at a time. */
function exponential(beta: number, s0: number, of: readonly number[] = losses): number[] {
  let s = s0;
  return of.map((loss) => {
    s = beta * s + (1 - beta) * loss;
    return s;
  });
}

const mean = (k: number) =>
  losses.map((_, i) => {
    const last = losses.slice(Math.max(0, i + 1 - k), i + 1);
    return last.reduce((sum, loss) => sum + loss, 0) / last.length;
  });

describe('an exponential average', () => {
  test.each([0.5, 0.9, 0.95, 0.98, 0.99, 0.999])('of beta %d is recognized', (beta) => {
    expect(smoothing(printed(exponential(beta, losses[0])), losses)).toEqual<Smoothing>({
      kind: 'exponential',
      start: 'first',
      beta,
      maxAbsDelta: expect.closeTo(5e-5, 5),
      steps: 1000,
    });
  });

  test('of a beta with many digits is recognized', () => {
    const beta = 1 - 2 / 21;
    expect(smoothing(printed(exponential(beta, losses[0]), 12), losses)).toMatchObject({
      start: 'first',
      beta: expect.closeTo(beta, 7),
    });
  });

  test('from 0 is recognized, and with Adam’s correction', () => {
    const zero = exponential(0.9, 0);
    expect(smoothing(printed(zero), losses)).toMatchObject({ start: 'zero', beta: 0.9 });
    const corrected = zero.map((s, i) => s / (1 - 0.9 ** (i + 1)));
    expect(smoothing(printed(corrected), losses)).toMatchObject({ start: 'corrected', beta: 0.9 });
  });

  test('printed every tenth step is recognized', () => {
    const tenth = EVERY.filter((step) => step === 1 || step % 10 === 0);
    expect(smoothing(printed(exponential(0.99, losses[0]), 4, tenth), losses)).toMatchObject({
      beta: 0.99,
      steps: 101,
    });
  });
});

describe('a mean', () => {
  test.each([10, 20, 50, 100])('of the last %d losses is recognized', (length) => {
    expect(smoothing(printed(mean(length)), losses)).toMatchObject({ kind: 'mean', length, steps: 1000 });
  });

  test('of all losses is recognized', () => {
    expect(smoothing(printed(mean(1000)), losses)).toMatchObject({ kind: 'mean', length: null });
    // A shorter log does not tell it from the mean of its own length.
    expect(smoothing(printed(mean(1000)).slice(0, 100), losses)).toMatchObject({ kind: 'mean', length: null });
    expect(smoothing(printed(mean(100)).slice(0, 100), losses)).toMatchObject({ kind: 'mean', length: null });
  });
});

describe('no average', () => {
  const average = printed(exponential(0.9, losses[0]));

  test.each([
    ['the losses themselves', printed(losses)],
    [
      'an average with one digit changed',
      average.map((loss) => (loss.step === 500 ? { ...loss, got: loss.got + 1e-3 } : loss)),
    ],
    ['an average of other losses', printed(exponential(0.9, losses[0], [...losses].reverse()))],
    ['an average of a learning rate', printed(losses.map((_, i) => 0.01 * (1 - i / 1000)))],
    ['an average with a NaN', average.map((loss) => (loss.step === 500 ? { ...loss, got: NaN } : loss))],
    ['few losses', average.slice(0, 5)],
    ['few digits', printed(exponential(0.9, losses[0]), 2)],
    ['nothing', []],
  ])('is %s', (_, log) => {
    expect(smoothing(log, losses)).toBeNull();
  });
});
