import { documents as documentsOf } from '../../reference/dataset.ts';
import type { ScriptRun } from '../completeness.ts';
import type { DocsDump } from './docsDump.ts';
import { documentNotes } from './documentChecks.ts';
import { parameterNotes } from './parameterChecks.ts';
import type { ParamsDump } from './paramsDump.ts';
import type { RunStart } from './start.ts';

/**
 * What a replay cannot see, since it takes the start as it is: oddities of the dumps themselves.
 *
 * @param start - the start that was made of the dumps
 * @param dumped - what was dumped; the rest of the start is not looked at
 * @returns a sentence for each oddity, with its clause; none for dumps of a right start in float64
 */
export function dumpNotes(
  start: RunStart,
  dumped: {
    readonly params?: ParamsDump | undefined;
    readonly docs?: DocsDump | undefined;
    readonly dataset?: Uint8Array | undefined;
    readonly script?: ScriptRun | undefined;
  },
): string[] {
  const { params, docs, dataset, script } = dumped;
  const all = dataset === undefined ? undefined : documentsOf(dataset);
  return [
    ...(params?.cut === undefined ? [] : [cutNote(params.cut)]),
    ...(params === undefined ? [] : parameterNotes(start.state_dict, start.config)),
    ...(docs === undefined ? [] : documentNotes(docs, start.documents, start.config, all, script === undefined)),
  ];
}

function cutNote(cut: string): string {
  return `params: the file ends with ${cut}, which has fewer digits than the numbers before it, and no line end: it may be cut off; dump it anew, and close the file before the port ends`;
}
