import { type Chapter, SPEC_CHAPTERS } from '../port/ops.ts';
import { CANONICAL_STEPS, DEFAULT_SAMPLING, LARGEST_SIZES, MOST_RUNS, MOST_SEED, type Sampling } from './sampling.ts';

/** What each number may be. */
const RANGES: Readonly<Record<Exclude<keyof Sampling, 'core'>, readonly [least: number, most: number]>> = {
  seed: [-MOST_SEED, MOST_SEED],
  runs: [1, MOST_RUNS],
  sizes: [1, LARGEST_SIZES],
  steps: [1, CANONICAL_STEPS],
};

/** Which checks the library is asked for, and how they draw. */
export interface LibraryOptions extends Partial<Sampling> {
  /** Only these chapters; all if they are not given. */
  readonly chapters?: readonly Chapter[];
}

/**
 * The same, with what `run` takes by default.
 *
 * @param name - of the function that was called, for messages
 * @throws RangeError where a chapter is none, or a number is out of range
 */
export function libraryOptions(
  name: string,
  { chapters = SPEC_CHAPTERS, ...sampling }: LibraryOptions,
): { readonly chapters: readonly Chapter[]; readonly sampling: Sampling } {
  if (chapters.length === 0) throw new RangeError(`${name}: chapters is empty; leave it out to ask all`);
  const other = chapters.find((chapter) => !SPEC_CHAPTERS.includes(chapter));
  if (other !== undefined) {
    throw new RangeError(`${name}: there is no chapter ${other}; there are ${SPEC_CHAPTERS.join(', ')}`);
  }
  for (const [option, [least, most]] of Object.entries(RANGES)) {
    const value = sampling[option as keyof typeof RANGES] ?? null;
    if (value !== null && !(Number.isInteger(value) && value >= least && value <= most)) {
      throw new RangeError(`${name}: ${option} is ${value}; it must be an integer from ${least} to ${most}`);
    }
  }
  return { chapters, sampling: { ...DEFAULT_SAMPLING, ...sampling } };
}
