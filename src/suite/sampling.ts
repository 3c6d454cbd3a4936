/** What the properties ask, and how they draw their inputs. */
export interface Sampling {
  /** Seed of fast-check; the same seed draws the same inputs. */
  readonly seed: number;
  /** Inputs for each property, before a property's own share. */
  readonly runs: number;
  /** How much larger than usual some inputs are drawn: 1 to 64 (properties/harness/sizes.ts). */
  readonly sizes: number;
  /** Steps of the canonical run that a port is asked for, 1 to 1000; what the port itself says, or all, where it is null. */
  readonly steps: number | null;
  /** Whether edge checks are left out (spec/numerics.md, "Core and edge"). */
  readonly core: boolean;
}

/** With these sizes inputs are as large as the suite has them. */
export const LARGEST_SIZES = 64;

/** Length of the canonical run. */
export const CANONICAL_STEPS = 1000;

/** Inputs for each property, and seeds of fast-check, are at most these. */
export const MOST_RUNS = 1_000_000;
export const MOST_SEED = 2 ** 31 - 1;

/** Fixed, so that a verdict does not change from one run to the next. */
export const DEFAULT_SAMPLING: Sampling = { seed: 42, runs: 100, sizes: 1, steps: null, core: false };

/** A check of the reference that trains 1000 steps on a slow machine still ends. */
export const TEST_TIMEOUT_MS = 120_000;
