import { OPS } from '../../../port/ops.ts';
import { CONSTANTS } from './constants.ts';
import { LENGTHS } from './lengths.ts';
import type { ProgramMistake } from './programMistake.ts';
import { RANGES } from './ranges.ts';
import { SIZES } from './sizes.ts';
import { STATE } from './state.ts';

/** Chapters whose functions a program may have twice: one that its own loop has wrong is right where it is asked alone. */
const SHARED: readonly string[] = ['model', 'dataset'];

/** The second catalogue: mistakes of whole programs, which show from a size, a range or a kind of input on. */
export const PROGRAM_MISTAKES: readonly ProgramMistake[] = [
  ...CONSTANTS,
  ...SIZES,
  ...RANGES,
  ...LENGTHS,
  ...STATE,
].map((mistake) => ({ ...mistake, chapter: chapterOf(mistake) }));

/** Where no operation of such a chapter has the mistake, it is of the chapter of the one that has. */
function chapterOf({ chapter, ops }: ProgramMistake): string {
  const isSeen = ops.some((op) => OPS[op].chapter === chapter);
  return SHARED.includes(chapter) && !isSeen ? OPS[ops[0]].chapter : chapter;
}
