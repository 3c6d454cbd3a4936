import type { DeviantStart } from '../../../deviations/deviantRun.ts';
import type { Deviation } from '../../../deviations/deviation.ts';
import type { StepDump } from '../../../diff/step/stepDump.ts';
import { handDumps, referenceDumps } from '../dumpOf.ts';
import type { StepMistake } from './stepMistake.ts';

/**
 * The first steps of a program with mistakes, whole.
 *
 * @param mistakes - of one program, whose edits do not get in each other's way
 * @throws EditMismatch or Error where they do
 */
export async function mistakenDumps(
  mistakes: readonly StepMistake[],
  start: DeviantStart,
  precision: 'f64' | 'f32' = 'f64',
): Promise<StepDump[]> {
  const byHand = mistakes.flatMap((mistake) => (mistake.program === 'hand' ? mistake.edits : []));
  const deviations = mistakes.flatMap((mistake) => (mistake.program === 'reference' ? [deviationOf(mistake)] : []));
  if (deviations.length === 0) return handDumps(byHand, start, precision);
  const dumps = byHand.length > 0 ? null : await referenceDumps(deviations, start, precision);
  if (dumps !== null) return dumps;
  throw new Error(`mistakenDumps: ${mistakes.map(({ id }) => id).join(' and ')} cannot be made in one program`);
}

function deviationOf({ id, title, what, edits }: StepMistake & { readonly program: 'reference' }): Deviation {
  return { id, clause: 'training.9', title, explanation: what, shows: 'update', edits };
}
