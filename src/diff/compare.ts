import type { LossEvent } from './log/log.ts';
import { halfUnit, type PrintFormat, printFormat } from './log/printed.ts';
import type { Trace } from './log/readLog.ts';
import { lossTolerance, type PrecisionClass } from './tolerance.ts';

/** One loss of a log beside the golden one. */
export interface ComparedLoss {
  readonly step: number;
  readonly expected: number;
  readonly got: number;
  /** got as printed. */
  readonly text: string;
  /** |got - expected|; NaN where got is NaN. */
  readonly delta: number;
  /** Half a unit in the last place printed. */
  readonly half: number;
}

/** All losses of a log beside the golden ones. */
export interface LossComparison {
  /** In the order of steps. */
  readonly compared: readonly ComparedLoss[];
  /** Number of different steps among them. */
  readonly steps: number;
  readonly format: PrintFormat;
  /** The first that no class explains; null where there is none. */
  readonly firstDivergence: ComparedLoss | null;
  /** How many no class explains. */
  readonly divergent: number;
  /** How many f32 explains and f64 does not. */
  readonly beyondF64: number;
  /** The largest delta; NaN where one is, 0 where nothing was compared. */
  readonly maxAbsDelta: number;
}

/** Sampled names of a log beside the golden ones. */
export interface SampleComparison {
  readonly compared: number;
  readonly equal: number;
  readonly firstDifference: { readonly index: number; readonly expected: string; readonly got: string } | null;
}

/**
 * Of the steps whose golden loss lies as near to a tie of rounding as one that was rounded the other way, the least
 * part that must have been rounded the other way too. Noise that carries one loss over its tie carries others that lie
 * nearer, while a changed digit stands alone; so float32's noise is taken for noise, and one wrong digit for wrong.
 */
const LEAST_PART_ROUNDED_OTHERWISE = 1 / 20;

/**
 * Compares the losses of a log with golden ones, as far as its digits go.
 *
 * @param trace - the log
 * @param golden - the losses that are due, of step 1 and those that follow, in nats; steps without one are left out
 * @param halves - by how much each may be off, where they are printed themselves
 */
export function compareLosses(
  trace: Pick<Trace, 'losses'>,
  golden: readonly number[],
  halves: (step: number) => number = () => 0,
): LossComparison {
  const steps = [...trace.losses.keys()].filter((step) => golden[step - 1] !== undefined).sort((a, b) => a - b);
  const events = steps.flatMap((step) => trace.losses.get(step) ?? []);
  const format = printFormat(events);
  const compared = events.map((event) => compareLoss(event, golden[event.step - 1], format, halves(event.step)));
  const divergences = compared.filter((loss) => !conforms(loss, compared));
  return {
    compared,
    steps: steps.length,
    format,
    firstDivergence: divergences[0] ?? null,
    divergent: divergences.length,
    beyondF64: compared.filter((loss) => !agrees('f64', loss)).length - divergences.length,
    maxAbsDelta: compared.reduce((most, { delta }) => Math.max(most, delta), 0),
  };
}

/**
 * Compares the samples of a log with golden ones.
 *
 * @param names - the golden names, in order
 * @returns null where the log has none
 */
export function compareSamples(trace: Trace, names: readonly string[]): SampleComparison | null {
  if (trace.samples.size === 0) return null;
  const pairs = [...trace.samples]
    .map(([index, got]) => ({ index, expected: names[index - 1], got }))
    .sort((a, b) => a.index - b.index);
  const different = pairs.filter(({ expected, got }) => expected.trim() !== got);
  return {
    compared: pairs.length,
    equal: pairs.length - different.length,
    firstDifference: different[0] ?? null,
  };
}

/** Whether a loss lies within a class, its digits being rounded. */
export function agrees(precision: PrecisionClass, { delta, half, expected }: ComparedLoss): boolean {
  return delta === 0 || (precision !== 'exact' && delta <= half + lossTolerance(precision, expected));
}

/** Whether a loss is printed with digits enough to tell whether it lies within a class. */
export function resolves(precision: PrecisionClass, { half, expected }: ComparedLoss): boolean {
  return half <= lossTolerance(precision, expected);
}

function compareLoss(event: LossEvent, expected: number, format: PrintFormat, other: number): ComparedLoss {
  const { step, value, text } = event;
  const delta = Object.is(value, expected) ? 0 : Math.abs(value - expected);
  return {
    step,
    expected,
    got: value,
    text,
    delta,
    half: Number.isFinite(value) ? halfUnit(format, event) + other : 0,
  };
}

function conforms(loss: ComparedLoss, all: readonly ComparedLoss[]): boolean {
  if (agrees('f64', loss)) return true;
  return agrees('f32', loss) && (resolves('f32', loss) || wasRoundedOtherwise(loss, all));
}

/** Whether other losses as near to a tie of rounding show the noise that this one's last digit needs. */
function wasRoundedOtherwise(loss: ComparedLoss, all: readonly ComparedLoss[]): boolean {
  const distance = tieDistance(loss);
  const near = all.filter((other) => tieDistance(other) <= distance);
  const otherwise = near.filter((other) => !agrees('f64', other) && agrees('f32', other));
  return otherwise.length >= LEAST_PART_ROUNDED_OTHERWISE * near.length;
}

/** How far the golden loss lies from the nearest value at which the last digit printed turns. */
function tieDistance({ expected, half }: ComparedLoss): number {
  const unit = 2 * half;
  const beyond = Math.abs(expected) / unit;
  return Math.abs(beyond - Math.floor(beyond) - 0.5) * unit;
}
