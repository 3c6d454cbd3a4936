import type { JudgedSteps } from './judgedDumps.ts';
import { nextLine, stepLines, stepsHold } from './stepLines.ts';

/** Judged steps beside a log, and what is said of them. */
export interface StepTexts {
  readonly judged: JudgedSteps;
  readonly holds: boolean;
  readonly lines: readonly string[];
  /** What to do next, where a step is wrong. */
  readonly next: readonly string[];
}

/** What is said of steps beside a log: before its lines, and what to do before its verdict. */
export function stepTexts(judged: JudgedSteps): StepTexts {
  const lines = [...stepLines(judged.steps), ...noteLines(judged)];
  const holds = stepsHold(judged.steps);
  return { judged, holds, lines, next: holds ? [] : [nextLine(judged.steps)] };
}

/** What was read otherwise than it stands in the files. */
export function noteLines({ notes }: JudgedSteps): string[] {
  return notes.map((note) => `note: ${note}`);
}
