import type { JudgedSteps } from '../diff/step/judgedDumps.ts';
import type { JudgedStep } from '../diff/step/judgeStep.ts';
import type { StepDump } from '../diff/step/stepDump.ts';
import { nextLine, stepLines, stepsHold } from '../diff/step/stepLines.ts';
import { noteLines, type StepTexts } from '../diff/step/stepTexts.ts';
import type { Config } from '../reference/config.ts';
import { configOf, statedOf } from './configFlags.ts';
import { Fault } from './fault.ts';
import type { ScriptTraining } from './scriptTraining.ts';
import { namedSteps } from './stepFiles.ts';
import { judgedSteps } from './steps.ts';

/**
 * Judges the steps that a script's training has written down, with the constants that it has itself, where no flag says another. A
 * script may compute in another way what leads to a result: a step is wrong where its loss, a gradient or an updated parameter is, and
 * where the loss is right nothing before it is.
 *
 * @param options - the command's, the constants among them
 * @param isExplained - whether a known mistake explains the log: that says what to do next
 * @returns null where none was written down, or none can be judged
 */
export async function scriptSteps(
  { steps, constants }: Pick<ScriptTraining, 'steps' | 'constants'>,
  options: Readonly<Record<string, unknown>>,
  isExplained: boolean,
): Promise<StepTexts | null> {
  const stated = statedOf(options).constants;
  const own = Object.fromEntries(Object.entries(constants).filter(([name]) => !(name in stated)));
  const judged = steps.length === 0 ? null : await judgedWhere(steps, { ...options, ...own });
  if (judged === null) return null;
  if (!stepsHold(judged.steps)) {
    const next = isExplained ? [] : [nextLine(judged.steps, 'script')];
    return { judged, holds: false, lines: [...wrongLines(judged.steps), ...noteLines(judged)], next };
  }
  const others = differing(own, configOf('diff', options));
  return { judged, holds: true, lines: [`${heldLine(judged.steps)}${others}`], next: [] };
}

async function judgedWhere(
  files: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<JudgedSteps | null> {
  try {
    const found = files.map(namedSteps);
    const whole = await judgedRun(found, options);
    if (stepsHold(whole.steps)) return whole;
    const results = await judgedRun(found, options, resultsOf);
    if (stepsHold(results.steps)) return results;
    const shown = results.steps.every(isForwardRight) ? await judgedRun(found, options, behindForward) : whole;
    return shown.steps.some(isWrong) ? shown : null;
  } catch (error) {
    if (error instanceof Fault) return null; // the log is judged without them
    throw error;
  }
}

/** A script's author has no dump to mend. */
async function judgedRun(...of: Parameters<typeof judgedSteps>): Promise<JudgedSteps> {
  const judged = await judgedSteps(...of);
  return { ...judged, steps: judged.steps.map((step) => ({ ...step, doubts: () => [] })) };
}

/** What comes out of a step, without what it is made of. */
function resultsOf(dump: StepDump): StepDump {
  return { ...behindForward(dump), m: null, v: null };
}

/** Without the values on the way to the loss. */
function behindForward(dump: StepDump): StepDump {
  return { ...dump, logits: null, probs: null, losses: null, trace: new Map() };
}

function isForwardRight({ stages }: JudgedStep): boolean {
  return stages.some(({ name, status }) => name === 'loss' && status === 'held');
}

function isWrong(step: JudgedStep): boolean {
  return step.stages.some(({ status }) => status === 'wrong' || status === 'shape');
}

/** The first wrong step in full, and which others are wrong. */
function wrongLines(steps: readonly JudgedStep[]): string[] {
  const [first, ...others] = steps.filter(isWrong);
  const more = numbersText(others);
  return [
    ...stepLines([first]),
    ...(others.length === 0 ? [] : [`${more} ${others.length === 1 ? 'is' : 'are'} wrong too`]),
  ];
}

function heldLine(steps: readonly JudgedStep[]): string {
  const held = steps.flatMap(({ stages }) => stages).filter(({ status }) => status === 'held').length;
  return `${numbersText(steps)}: ${held} values held`;
}

function numbersText(steps: readonly JudgedStep[]): string {
  const numbers = steps.map(({ step }) => step);
  if (numbers.length < 2) return `step ${numbers.join('')}`;
  const isRange = numbers.at(-1) === numbers[0] + numbers.length - 1 && numbers.length > 2;
  const text = isRange
    ? `${numbers[0]} to ${numbers.at(-1)}`
    : `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
  return `steps ${text}`;
}

/** The script's constants that are not those of the run that its log is compared with; its number of steps is the log's. */
function differing(own: Readonly<Record<string, unknown>>, config: Config): string {
  const others = Object.entries(own).filter(
    ([name, value]) => name !== 'num_steps' && config[name as keyof Config] !== value,
  );
  return others.length === 0 ? '' : `, with its own ${others.map(([name, value]) => `${name} ${value}`).join(', ')}`;
}
