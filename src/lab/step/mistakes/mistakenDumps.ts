import { commute } from '../../../deviations/combined.ts';
import type { DeviantStart } from '../../../deviations/deviantRun.ts';
import type { Deviation } from '../../../deviations/deviation.ts';
import type { StepDump } from '../../../diff/step/stepDump.ts';
import { handDumps, referenceDumps } from '../dumpOf.ts';
import { handText } from '../handPort.ts';
import type { StepMistake } from './stepMistake.ts';

/**
 * The first steps of a program with mistakes, whole.
 *
 * @param mistakes - at least one
 * @returns null where they cannot be made together: they are of different programs, or change the same text
 */
export async function mistakenDumps(
  mistakes: readonly StepMistake[],
  start: DeviantStart,
  precision: 'f64' | 'f32' = 'f64',
): Promise<StepDump[] | null> {
  const byHand = mistakes.filter((mistake) => mistake.program === 'hand').map(({ edits }) => edits);
  const ofTape = mistakes.filter((mistake) => mistake.program === 'reference').map(deviationOf);
  if (byHand.length === 0) return referenceDumps(ofTape, start, precision);
  if (ofTape.length > 0 || !commute(handText, byHand)) return null;
  return handDumps(byHand.flat(), start, precision);
}

function deviationOf({ id, title, what, edits }: StepMistake & { readonly program: 'reference' }): Deviation {
  return { id, clause: 'training.9', title, explanation: what, shows: 'update', edits };
}
