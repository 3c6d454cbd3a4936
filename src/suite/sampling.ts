/** How the properties draw their inputs. */
export interface Sampling {
  /** Seed of fast-check; the same seed draws the same inputs. */
  readonly seed: number;
  /** Inputs for each property, before a property's own share. */
  readonly runs: number;
}

/** Fixed, so that a verdict does not change from one run to the next. */
export const DEFAULT_SAMPLING: Sampling = { seed: 42, runs: 100 };
