import { type Finding, findingsOf } from './findings.ts';
import type { JudgedStep } from './judgeStep.ts';
import { ofAllMatrices } from './ofAllMatrices.ts';
import { placeText } from './placeText.ts';

/** A finding where it is said first, with every step that has it. */
export interface ToldFinding {
  readonly finding: Finding;
  readonly steps: readonly number[];
}

/** What of a step's findings is said of it. */
export interface Told {
  readonly findings: readonly ToldFinding[];
  /** How many more were said of a step before it. */
  readonly again: number;
}

/** Findings of a step whose differences are looked at: what they look like may be another in a later step, and is worth saying then. */
const LOOKED_AT = 6;

/**
 * The findings of several steps, each said once: that which is wrong at one place in step 1 is wrong there in the next steps too.
 *
 * @param steps - of one run, in their order
 * @returns for each step, in the same order
 */
export function toldOnce(steps: readonly JudgedStep[]): readonly Told[] {
  const having = new Map<string, number[]>();
  const keyed = steps.map(({ step, stages, lookOf }) =>
    ofAllMatrices(findingsOf(stages), stages).map((finding, i) => {
      const look = i < LOOKED_AT ? lookOf(finding.stage) : null;
      const key = `${placeText(finding)} ${look?.sentence ?? ''}`;
      const at = having.get(key) ?? [];
      having.set(key, [...at, step]);
      return { finding, key, isFirst: at.length === 0 };
    }),
  );
  return keyed.map((all) => {
    const own = all.filter(({ isFirst }) => isFirst);
    const findings = own.map(({ finding, key }) => ({ finding, steps: having.get(key) ?? [] }));
    return { findings, again: all.length - own.length };
  });
}

/** `step 2`, `steps 1 and 3`, `steps 1 to 3`. */
export function stepsText(steps: readonly number[]): string {
  const [first] = steps;
  const last = steps[steps.length - 1];
  if (steps.length === 1) return `step ${first}`;
  if (steps.length > 2 && last - first === steps.length - 1) return `steps ${first} to ${last}`;
  return `steps ${steps.slice(0, -1).join(', ')} and ${last}`;
}
