import { ADAM_PROBES } from './looksOfAdam.ts';
import { BACKWARD_PROBES } from './looksOfBackward.ts';
import { NUMBER_PROBES } from './looksOfNumbers.ts';
import type { Look, LookContext, Probe } from './probe.ts';

/** What a difference may look like, the plainest first: the first that holds is said. */
export const PROBES: readonly Probe[] = [...NUMBER_PROBES, ...BACKWARD_PROBES, ...ADAM_PROBES];

/**
 * Says what the difference of a wrong stage looks like, where that is so of every entry within rounding, and not by chance.
 *
 * @returns null where no probe holds
 */
export function lookOf(context: LookContext): Look | null {
  for (const { id, part, sentence, holds } of PROBES) {
    const said = part === undefined || part === context.stage.part ? holds(context) : null;
    if (said !== null) return { id, sentence: sentence.replace('{}', said) };
  }
  return null;
}
