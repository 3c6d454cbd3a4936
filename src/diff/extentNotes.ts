import { cutOffSample } from './compare.ts';
import { isBeginning, lastStepOf, reachesEnd } from './completeness.ts';
import type { Diff } from './diff.ts';
import { holesOf } from './holes.ts';
import { isConforming } from './verdict.ts';

/** How far a log goes, how far it could be judged, and what was left out. */
export function extentNotes(diff: Diff): string[] {
  const { trace, judged, expected, samples } = diff;
  const { num_steps } = expected.config;
  const notes: string[] = [];
  if (expected.log === null && trace.num_steps !== null && trace.num_steps !== num_steps) {
    notes.push(`the log is of ${trace.num_steps} steps, the run of ${num_steps}: their learning rates differ`);
  }
  if (judged.isCut) {
    const { steps, dtype } = judged;
    notes.push(
      `judged to step ${steps}: from step ${steps + 1} on, right ports of class ${dtype} can part by rounding alone`,
    );
  }
  const beyond = [...trace.losses.keys()].filter((step) => expected.losses[step - 1] === undefined).length;
  if (beyond + trace.outside.losses > 0) notes.push(beyondNote(diff, beyond + trace.outside.losses));
  notes.push(...holeNotes(diff), ...endNotes(diff));
  const others = expected.log?.laterRuns.length ?? 0;
  if (others > 0) notes.push(`${others + 1} runs are in the other log; its first is compared`);
  const cut = cutOffSample(trace, expected.samples ?? []);
  if (cut !== null) {
    notes.push(`sample ${cut} stands in the last line, which has no end: it was cut off, and is not compared`);
  }
  const due = expected.log === null ? (expected.samples?.length ?? 0) : 0;
  if (samples !== null && samples.compared < due) {
    notes.push(`${samples.compared} of the ${due} samples that are due are in this log; the others are not judged`);
  }
  if (trace.outside.samples > 0) {
    notes.push(`${trace.outside.samples} samples are beyond the golden ones: not compared`);
  }
  return notes;
}

function beyondNote({ expected }: Diff, count: number): string {
  const known = expected.losses.length;
  if (expected.log !== null) return `${count} losses are of steps that the other log has not: not compared`;
  const dataset = known < expected.config.num_steps ? `; step ${known + 1} needs the dataset (--input names.txt)` : '';
  return `${count} losses are of steps outside 1 to ${known}: not compared${dataset}`;
}

/** Steps that are missing in the midst of others: nothing is said of them. */
function holeNotes({ trace, expected, losses }: Diff): string[] {
  if (expected.log !== null || losses.steps === 0) return [];
  const [hole, ...more] = holesOf(trace.losses.keys());
  if (hole === undefined) return [];
  const steps = hole.first === hole.last ? `step ${hole.first} is` : `steps ${hole.first} to ${hole.last} are`;
  return [`${steps} missing from this log${more.length > 0 ? `, and ${more.length} more such gaps` : ''}: not judged`];
}

/** Where the log ends, and what that means. */
function endNotes({ verdict, trace, losses, samples, expected, completeness, script }: Diff): string[] {
  const { complete, reasons, ending } = completeness;
  const notes: string[] = [];
  const total = trace.num_steps ?? expected.config.num_steps;
  if (script !== undefined && trace.samples.size === 0) {
    notes.push(`samples are not drawn and not compared; npx microgpt-spec run ${script.port} asks for them`);
  }
  if (isBeginning(script, total)) {
    notes.push(`--steps ${script?.steps}: the later of the ${total} steps are not judged; without it all are`);
    if (reasons.length === 0) return notes;
  }
  const samplesSayIt = samples !== null && samples.equal < samples.compared;
  if (losses.steps > 0 && expected.log === null && !samplesSayIt && !reachesEnd(trace, total)) {
    const unknown =
      complete === null ? '; whether it was cut off is not known, for it does not say (--num_steps says)' : '';
    notes.push(`the log ends at step ${lastStepOf(trace)}, the run at ${total}${unknown}`);
  }
  if (isConforming(verdict) && reasons.length > 0) {
    const due = script === undefined ? 'let the port run to its end' : 'see where the script ends its training';
    notes.push(`what is there agrees, and is not all; ${due}, or take it with --allow-incomplete`);
  } else if (ending !== null) notes.push(`the command ${ending}`);
  return notes;
}
