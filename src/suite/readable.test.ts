import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Readable } from '../../properties/harness/readable.ts';

const RANGE = { min: -1e6, max: 1e6, round: Number };
const drawn = fc.double({ min: RANGE.min, max: RANGE.max, noNaN: true });
const readable = new Readable(drawn, RANGE);
const SEED = 7;

/** What is left of a counterexample of a statement. */
function shrunk(holds: (x: number) => boolean, arbitrary: fc.Arbitrary<number> = readable): number | undefined {
  return fc.check(fc.property(arbitrary, holds), { seed: SEED }).counterexample?.[0];
}

describe('Readable', () => {
  test('draws what the other draws', () => {
    expect(fc.sample(readable, { seed: SEED, numRuns: 50 })).toEqual(fc.sample(drawn, { seed: SEED, numRuns: 50 }));
  });

  test.each([
    ['above 100', (x: number) => x <= 100, 3],
    ['not 0', (x: number) => x === 0, 2],
    ['between 0.2 and 0.3', (x: number) => !(x > 0.2 && x < 0.3), 5],
    ['below -2.5', (x: number) => x >= -2.5, 4],
  ])('is shrunk to few characters: %s', (_, holds, most) => {
    const x = shrunk(holds, fc.oneof(readable, new Readable(fc.double({ min: 0.2, max: 0.3 }), RANGE)));
    expect(String(x).length).toBeLessThanOrEqual(most);
  });

  test('stays within its range, and a number of its type', () => {
    const single = new Readable(fc.float({ min: 2, max: 3, noNaN: true }), { min: 2, max: 3, round: Math.fround });
    const x = shrunk((value) => value <= 2.1, single) ?? Number.NaN;
    expect([x >= 2.1, x <= 3, Math.fround(x) === x]).toEqual([true, true, true]);
  });
});
