import { CONSTANTS } from './constants.ts';
import { LENGTHS } from './lengths.ts';
import type { ProgramMistake } from './programMistake.ts';
import { RANGES } from './ranges.ts';
import { SIZES } from './sizes.ts';
import { STATE } from './state.ts';

/** The second catalogue: mistakes of whole programs, which show from a size, a range or a kind of input on. */
export const PROGRAM_MISTAKES: readonly ProgramMistake[] = [...CONSTANTS, ...SIZES, ...RANGES, ...LENGTHS, ...STATE];
