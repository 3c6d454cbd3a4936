import type { ExactRun } from '../../../src/report/result.ts';

let note: ExactRun | null = null;

/** Notes a run that was repeated on the port's own library bit for bit, for the result. */
export function noteExactRun(run: ExactRun): void {
  note = run;
}

/** What was noted since the last call. */
export function exactRunNoted(): ExactRun | null {
  const noted = note;
  note = null;
  return noted;
}
