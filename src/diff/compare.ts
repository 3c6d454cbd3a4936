import type { Dtype } from '../port/precision.ts';
import { agrees, type ComparedLoss, comparedLoss, resolves } from './comparedLoss.ts';
import { isFloat32 } from './float32.ts';
import type { LossEvent } from './log/log.ts';
import { halfUnit, type PrintFormat, printFormat } from './log/printed.ts';
import type { Trace } from './log/readLog.ts';

/** All losses of a log beside those that are due. */
export interface LossComparison {
  /** In the order of steps. */
  readonly compared: readonly ComparedLoss[];
  /** Number of different steps among them. */
  readonly steps: number;
  readonly format: PrintFormat;
  /** The first outside each class, as far as the digits tell; null where there is none. */
  readonly departures: Readonly<Record<Dtype, ComparedLoss | null>>;
  /** The class of the log's digits: f64 where they are those of a double. */
  readonly own: Dtype;
  /** The first outside the log's own class, where some are in no class; else null. */
  readonly firstDivergence: ComparedLoss | null;
  /** How many are outside the log's own class, where some are in no class; else 0. */
  readonly divergent: number;
  /** How many f32 explains and f64 does not. */
  readonly beyondF64: number;
  /** The largest delta; NaN where one is, 0 where nothing was compared. */
  readonly maxAbsDelta: number;
}

/** Sampled names of a log beside those that are due. */
export interface SampleComparison {
  readonly compared: number;
  readonly equal: number;
  readonly firstDifference: { readonly index: number; readonly expected: string; readonly got: string } | null;
}

type Losses = Pick<Trace, 'losses'>;
type Samples = Pick<Trace, 'samples' | 'unendedSample'>;

/**
 * Of the steps whose golden loss lies as near to a tie of rounding as one that was rounded the other way, the least
 * part that must have been rounded the other way too. Noise that carries one loss over its tie carries others that lie
 * nearer, while a changed digit stands alone; so float32's noise is taken for noise, and one wrong digit for wrong.
 */
const LEAST_PART_ROUNDED_OTHERWISE = 1 / 20;

/**
 * Compares the losses of a log with those of a run, as far as its digits go.
 *
 * @param trace - the log
 * @param golden - the losses that are due, of step 1 and those that follow, in nats; steps without one are left out
 * @param float32 - whether the run starts from float32 numbers of the port's own: then no digits make the log one of f64
 */
export function compareLosses(trace: Losses, golden: readonly number[], float32 = false): LossComparison {
  const events = eventsOf(trace, (step) => golden[step - 1] !== undefined);
  const format = printFormat(events);
  const compared = events.map((event) => {
    const expected = golden[event.step - 1];
    return comparedLoss(event, halfOf(format, event), { expected, half: 0, scale: Math.abs(expected) });
  });
  return comparison(compared, format, !float32 && isOfDouble(compared.map(({ got }) => got)));
}

/**
 * Compares the losses of two logs over the steps that both have; where one has a step more than once, each with each. The
 * digits of both count, and the greater of two losses is the measure: either log may stand in the other's place.
 *
 * @param trace - the log
 * @param other - the one that stands in place of a run
 */
export function compareLogs(trace: Losses, other: Losses): LossComparison {
  const events = eventsOf(trace, (step) => other.losses.has(step));
  const format = printFormat(events);
  const otherFormat = printFormat(eventsOf(other, (step) => trace.losses.has(step)));
  const compared = events.flatMap((event) =>
    (other.losses.get(event.step) ?? []).map((due) => {
      const scale = Math.max(Math.abs(event.value), Math.abs(due.value));
      return comparedLoss(event, halfOf(format, event), { expected: due.value, half: halfOf(otherFormat, due), scale });
    }),
  );
  const ofDoubles = [compared.map(({ got }) => got), compared.map(({ expected }) => expected)].every(isOfDouble);
  return comparison(compared, format, ofDoubles);
}

/**
 * Compares the samples of a log with those that are due.
 *
 * @param names - the names that are due, in order; samples without one are left out
 * @param other - the log that they are of, where they are of one
 * @returns null where there are none to compare
 */
export function compareSamples(
  trace: Samples,
  names: readonly string[],
  other: Samples | null = null,
): SampleComparison | null {
  const pairs = [...trace.samples]
    .filter(([index]) => names[index - 1] !== undefined)
    .filter(([index, got]) => !isCutOff(index, got, names[index - 1], trace))
    .filter(([index, got]) => other === null || !isCutOff(index, names[index - 1], got, other))
    .map(([index, got]) => ({ index, expected: names[index - 1], got }))
    .sort((a, b) => a.index - b.index);
  if (pairs.length === 0) return null;
  const different = pairs.filter(({ expected, got }) => expected.trim() !== got.trim());
  return {
    compared: pairs.length,
    equal: pairs.length - different.length,
    firstDifference: different[0] ?? null,
  };
}

/**
 * The sample of a log that is the beginning of the one that is due, in a last line without its end: it was cut off, and says
 * nothing.
 *
 * @returns its number; null where there is none
 */
export function cutOffSample(trace: Samples, names: readonly string[]): number | null {
  const index = trace.unendedSample ?? 0;
  const [got, due] = [trace.samples.get(index), names[index - 1]];
  return got !== undefined && due !== undefined && isCutOff(index, got, due, trace) ? index : null;
}

function isCutOff(index: number, got: string, due: string, { unendedSample }: Samples): boolean {
  return index === unendedSample && got.length < due.length && due.startsWith(got);
}

/** Losses of the steps that are wanted, in the order of steps. */
function eventsOf({ losses }: Losses, isWanted: (step: number) => boolean): LossEvent[] {
  const steps = [...losses.keys()].filter(isWanted).sort((a, b) => a - b);
  return steps.flatMap((step) => losses.get(step) ?? []);
}

function halfOf(format: PrintFormat, event: LossEvent): number {
  return Number.isFinite(event.value) ? halfUnit(format, event) : 0;
}

function isOfDouble(values: readonly number[]): boolean {
  return values.some((value) => Number.isFinite(value) && !isFloat32(value));
}

function comparison(compared: readonly ComparedLoss[], format: PrintFormat, ofDoubles: boolean): LossComparison {
  const outside = {
    f64: compared.filter((loss) => !agrees('f64', loss)),
    f32: compared.filter((loss) => !conforms(loss, compared)),
  };
  const own = ofDoubles && compared.every((loss) => resolves('f64', loss)) ? 'f64' : 'f32';
  const divergences = outside.f32.length > 0 ? outside[own] : [];
  return {
    compared,
    steps: new Set(compared.map(({ step }) => step)).size,
    format,
    departures: { f64: outside.f64[0] ?? null, f32: outside.f32[0] ?? null },
    own,
    firstDivergence: divergences[0] ?? null,
    divergent: divergences.length,
    beyondF64: outside.f64.length - outside.f32.length,
    maxAbsDelta: compared.reduce((most, { delta }) => Math.max(most, delta), 0),
  };
}

function conforms(loss: ComparedLoss, all: readonly ComparedLoss[]): boolean {
  if (agrees('f64', loss)) return true;
  return agrees('f32', loss) && (resolves('f32', loss) || wasRoundedOtherwise(loss, all));
}

/** Whether other losses as near to a tie of rounding show the noise that this one's last digit needs. */
function wasRoundedOtherwise(loss: ComparedLoss, all: readonly ComparedLoss[]): boolean {
  const near = all.filter(({ tieDistance }) => tieDistance <= loss.tieDistance);
  const otherwise = near.filter((other) => !agrees('f64', other) && agrees('f32', other));
  return otherwise.length >= LEAST_PART_ROUNDED_OTHERWISE * near.length;
}
