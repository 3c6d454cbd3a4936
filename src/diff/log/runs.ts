import type { LossEvent } from './log.ts';
import { lossDigits } from './printed.ts';
import type { Group } from './rows/groups.ts';
import type { Stepped, SteppedRun } from './rows/steps.ts';

/** Different losses that are kept of one step: a log holds a step twice where two processes wrote into it. */
const KEPT_A_STEP = 4;
const NON_FINITE = /nan|inf|∞/i;

/** The losses of one run by step, from 1. */
export interface RunLosses {
  readonly losses: ReadonlyMap<number, readonly LossEvent[]>;
  /** The place of its first loss in the log. */
  readonly from: number;
  readonly zeroBased: boolean;
  /** Whether both a step 0 and the last one are there, so that the step 0 is one before training. */
  readonly hasBoth: boolean;
  readonly repeated: number;
  readonly outOfOrder: number;
  /** Losses of steps that are not kept. */
  readonly outside: number;
  /** Losses that are no numbers, or have no step where the others have one. */
  readonly unread: readonly { readonly line: number; readonly text: string }[];
}

/**
 * The losses of a run, counted from 1 where the log counts from 0: where there is a step 0 all steps are one more, unless
 * the last of all is there too.
 *
 * @param mostSteps - steps that are kept
 */
export function runLosses({ rows: all }: SteppedRun, stepped: Stepped, group: Group, mostSteps: number): RunLosses {
  const rows = withoutCutOff(all, group);
  const hasZero = rows.some(({ step }) => step === 0);
  const hasBoth = hasZero && rows.some(({ step }) => step === stepped.num_steps);
  const zeroBased = hasZero && !hasBoth;
  const losses = new Map<number, LossEvent[]>();
  const unread: { line: number; text: string }[] = [];
  let [repeated, outOfOrder, outside, last] = [0, 0, 0, -1];
  for (const { step: own, value, text, line } of rows) {
    const step = zeroBased ? own + 1 : own;
    if (step === 0) continue;
    if (Number.isNaN(step)) {
      unread.push({ line, text });
      continue;
    }
    if (step < last) outOfOrder++;
    last = step;
    if (step > mostSteps) outside++;
    else if (value === null) unread.push({ line, text });
    else if (!keep(losses, { kind: 'loss', step, num_steps: stepped.num_steps, value, text })) repeated++;
  }
  return { losses, from: rows[0]?.line ?? 0, zeroBased, hasBoth, repeated, outOfOrder, outside, unread };
}

/** Keeps a loss; false where its step had come before. */
function keep(losses: Map<number, LossEvent[]>, event: LossEvent): boolean {
  const before = losses.get(event.step);
  if (before === undefined) {
    losses.set(event.step, [event]);
    return true;
  }
  if (before.length < KEPT_A_STEP && before.every(({ text }) => text !== event.text)) before.push(event);
  return false;
}

/** A loss behind the last line end may be cut off in its digits: then it says nothing. */
function withoutCutOff(rows: SteppedRun['rows'], { isUnended, rows: all }: Group): SteppedRun['rows'] {
  const last = rows.at(-1);
  if (!isUnended || last === undefined || last.line !== all.at(-1)?.line) return rows;
  const { value, text } = last;
  const isCutOff =
    value === null ||
    (Number.isFinite(value)
      ? rows.some((other) => lossDigits(other.text).decimals > lossDigits(text).decimals)
      : !NON_FINITE.test(text));
  return isCutOff ? rows.slice(0, -1) : rows;
}
