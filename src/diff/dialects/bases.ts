import { CANONICAL, type Config, configure, DIALECTS, EARLY } from '../../reference/config.ts';
import type { Clues } from './clues.ts';
import { fits, inSizes } from './sizes.ts';
import type { Stated } from './stated.ts';

/** Seeds that are written into programs. */
const SEEDS = [42, 0, 1, 2, 3, 7, 123, 1234, 1337, 2024, 2025, 2026];
/** Between the std of the early revision, 0.02, and microgpt.py's, 0.08. */
const LARGEST_EARLY_RMS = Math.sqrt(EARLY.std * CANONICAL.std);

/** The dialects, and the one that has no name: the early revision with the decay of the last. */
const KNOWN: readonly Config[] = [...Object.values(DIALECTS), { ...EARLY, decay: 'linear' }];

/**
 * The configurations that a log is likely to be of, the likeliest first, in seed 42 or the one that was stated. What was
 * stated is so in all of them, and nothing that the log or the dump tells of the sizes speaks against any.
 *
 * @param clues - what the log and the dump tell
 * @param stated - what is not open
 */
export function likelyConfigs(clues: Clues, { dialect, constants }: Stated): Config[] {
  const { num_steps } = clues;
  const steps = num_steps === null || num_steps < 1 ? {} : { num_steps };
  const all = (dialect === null ? KNOWN : [DIALECTS[dialect]]).flatMap((known) => {
    const own = stated({ ...steps, ...constants }, known);
    return own === null ? [] : inSizes(own, clues, constants);
  });
  const distinct = [...new Map(all.map((config) => [keyOf(config), config])).values()];
  const isEarlyDump = clues.dump !== null && isEarly(clues.dump);
  const unlikely = (config: Config) => Number(isEarlyDump && config.activation === 'relu');
  return distinct.sort((a, b) => unlikely(a) - unlikely(b) || othersThanUsual(a) - othersThanUsual(b));
}

/** The seeds that a run is likely to have, where they are open. */
export function likelySeeds({ header }: Clues): number[] {
  return [...new Set([...(header.seed === null ? [] : [header.seed]), ...SEEDS])];
}

/** Whether the log or the dump names another dialect than the one asked for, before any loss is looked at. */
export function speaksAgainst(asked: Config, clues: Clues): boolean {
  return !fits(asked, clues) || (clues.dump !== null && isEarly(clues.dump) && asked.activation === 'relu');
}

/** Whether a log of the early revision would have as many steps. */
export function hasEarlySteps({ num_steps }: Clues): boolean {
  return num_steps === EARLY.num_steps;
}

/** What is the same for the same configuration; of a seed of any size. */
export function keyOf(config: Config): string {
  return Object.values(config).map(String).join(' ');
}

function isEarly({ hasZeros, rms }: NonNullable<Clues['dump']>): boolean {
  return hasZeros && rms < LARGEST_EARLY_RMS;
}

/** null where a dialect cannot have the constants that were stated. */
function stated(constants: Partial<Config>, dialect: Config): Config | null {
  try {
    return configure(constants, dialect);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** How many sizes are others than those of the revision. */
function othersThanUsual({ n_layer, n_embd, block_size, activation }: Config): number {
  const usual = activation === 'relu' ? CANONICAL : EARLY;
  return Number(n_layer !== usual.n_layer) + Number(n_embd !== usual.n_embd) + Number(block_size !== usual.block_size);
}
