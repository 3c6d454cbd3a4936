import { ADAM_PROBES } from './looksOfAdam.ts';
import { BACKWARD_PROBES } from './looksOfBackward.ts';
import { FORWARD_PROBES } from './looksOfForward.ts';
import { NUMBER_PROBES, PLAIN_PROBES } from './looksOfNumbers.ts';
import type { Look, LookContext, Probe } from './probe.ts';

/** What a difference may look like, the plainest first. */
export const PROBES: readonly Probe[] = [
  ...PLAIN_PROBES,
  ...ADAM_PROBES,
  ...NUMBER_PROBES,
  ...FORWARD_PROBES,
  ...BACKWARD_PROBES,
];

/**
 * Says what the difference of a wrong stage looks like, where that is so of every entry within rounding, and not by chance. Of
 * several probes that hold the first is said.
 *
 * @returns null where no probe holds
 */
export function lookOf(context: LookContext): Look | null {
  const { part, fault } = context.stage;
  const own = PROBES.filter((probe) => probe.part === undefined || probe.part === part);
  const unlikely = (probe: Probe) =>
    probe.fault !== undefined && fault !== undefined && fault !== 'either' && probe.fault !== fault;
  for (const { id, sentence, holds } of [...own.filter((probe) => !unlikely(probe)), ...own.filter(unlikely)]) {
    const said = holds(context);
    if (said !== null) return { id, at: context.stage.name, sentence: sentence.replace('{}', said) };
  }
  return null;
}
