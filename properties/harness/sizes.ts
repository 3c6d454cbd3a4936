import fc from 'fast-check';
import { LARGEST_SIZES } from '../../src/suite/sampling.ts';
import { provided } from './provided.ts';

const { sizes } = provided('sampling');

/**
 * A bound of what is drawn: `usual` in a usual run, and from there on larger by the same factor with each doubling of
 * `--sizes`, up to `most` at the largest.
 */
export function grown(usual: number, most: number): number {
  return Math.round(usual * (most / usual) ** (Math.log2(sizes) / Math.log2(LARGEST_SIZES)));
}

/** A size up to the grown bound, which is often met itself. */
export function grownSize(usual: number, most: number): fc.Arbitrary<number> {
  const bound = grown(usual, most);
  return fc.oneof(fc.integer({ min: usual, max: bound }), fc.constant(bound));
}

/**
 * What is usually drawn, and with `--sizes` now and then what is larger. In a usual run nothing is drawn otherwise, so that a seed
 * goes on giving the inputs that it gave.
 *
 * @param larger - made only where it is drawn
 * @param every - of so many inputs about one is larger: the more it costs a slow port, the fewer
 */
export function withLarger<T>(usual: fc.Arbitrary<T>, larger: () => fc.Arbitrary<T>, every = 4): fc.Arbitrary<T> {
  if (sizes === 1) return usual;
  return fc.oneof({ arbitrary: usual, weight: every - 1 }, { arbitrary: larger(), weight: 1 });
}
