import type { JudgedSteps } from './judgedDumps.ts';
import { nextLine, stepLines, stepsHold } from './stepLines.ts';
import { noteLines } from './stepTexts.ts';

/** The verdict on steps without a log. */
export interface StepVerdict {
  /** `f64, in what is given (12 values)`; its first word is that of the JSON. */
  readonly text: string;
  readonly holds: boolean;
}

/**
 * Gives the verdict on steps without a log.
 *
 * @throws RangeError where nothing of them can be judged
 */
export function stepVerdict({ steps, dtype }: JudgedSteps): StepVerdict {
  const stages = steps.flatMap((step) => step.stages);
  const judged = stages.filter(({ status }) => status === 'held' || status === 'wrong' || status === 'shape').length;
  if (judged === 0) {
    const [why] = steps.flatMap(({ doubts }) => doubts());
    const what = why === undefined ? '; params, tokens and grad together are enough' : `: ${why}`;
    throw new RangeError(`nothing of the step can be judged${what}`);
  }
  if (!stepsHold(steps)) return { text: 'diverges', holds: false };
  const given = stages.filter(({ status }) => status === 'not given').length === 0 ? '' : ', in what is given';
  return { text: `${dtype}${given} (${judged} ${judged === 1 ? 'value' : 'values'})`, holds: true };
}

/** What is said of steps without a log; the last line is the verdict. */
export function stepVerdictLines(judged: JudgedSteps, { text }: StepVerdict): string[] {
  return [...stepLines(judged.steps), ...noteLines(judged), nextLine(judged.steps), `verdict: ${text}`];
}

/** The verdict's word, as JSON has it. */
export function wordOf({ text }: StepVerdict): string {
  return text.split(/[ ,]/, 1)[0];
}
