import type { LibmAccuracy } from '../../src/libm/probe.ts';

let notes: readonly LibmAccuracy[] = [];

/** Notes how far the port's mathematical library is from correct rounding, for the result of the run. */
export function noteLibm(found: LibmAccuracy): void {
  notes = [...notes, found];
}

/** What was noted since the last call, for checks of one worker run one after another. */
export function libmNoted(): readonly LibmAccuracy[] {
  const noted = notes;
  notes = [];
  return noted;
}
