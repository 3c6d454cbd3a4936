import { lossTolerance } from '../../diff/tolerance.ts';
import { fixed } from '../../golden/runOutput.ts';
import type { CanonicalRun } from './canonicalRun.ts';
import type { WholeRun } from './wholeRun.ts';

/** How far a run, or the worst of several, is from the recorded one. Steps are counted from 1. */
export interface Difference {
  /** Greatest absolute difference of a loss, in nats, over all steps. */
  readonly maxDelta: number;
  /** The step where it is. */
  readonly step: number;
  /** The same over the first EARLY_STEPS steps, and over the first HALF_STEPS. */
  readonly earlyDelta: number;
  readonly halfDelta: number;
  /** Number of losses that are bit-equal. */
  readonly bitEqual: number;
  /** Number of losses that print other digits. */
  readonly printsOtherwise: number;
  /** First step whose loss leaves the class f64; likewise f32; that prints other digits; that differs by FLIP. */
  readonly firstBeyondF64: number | null;
  readonly firstBeyondF32: number | null;
  readonly firstPrintedOtherwise: number | null;
  readonly firstFlip: number | null;
  /** Mean of the last TAIL losses, what people look at; null where the run stopped before. */
  readonly lastMean: number | null;
  /** Greatest absolute difference of a final parameter. */
  readonly parameters: number;
  /** Number of sampled names that are equal; null where none were drawn. */
  readonly samples: number | null;
  /** The step in which the run ended with an error, if it did. */
  readonly stopped: number | null;
}

/** As many steps as a quick test takes. */
const EARLY_STEPS = 60;
/** Half the run: behind the last step in which a mistake first shows, and before the first kink that float32 can cross. */
export const HALF_STEPS = 500;
/** Losses whose mean is taken for the loss that a run ends with. */
const TAIL = 100;
/** A loss this far away has left the linear regime: the run has gone to another branch of some ReLU. */
const FLIP = 1e-3;

/** Compares a run with the recorded one. */
export function differenceOf(canonical: CanonicalRun, { losses, parameters, samples }: WholeRun): Difference {
  const wanted = canonical.losses.slice(0, losses.length);
  const deltas = deltasOf(canonical, losses);
  const maxDelta = greatest(deltas);
  const first = (beyond: (want: number, i: number) => boolean) => {
    const index = wanted.findIndex(beyond);
    return index < 0 ? null : index + 1;
  };
  const printsOtherwise = (want: number, i: number) => fixed(losses[i]) !== fixed(want);
  return {
    maxDelta,
    step: deltas.indexOf(maxDelta) + 1,
    earlyDelta: greatest(deltas.slice(0, EARLY_STEPS)),
    halfDelta: greatest(deltas.slice(0, HALF_STEPS)),
    bitEqual: deltas.filter((delta) => delta === 0).length,
    printsOtherwise: wanted.filter(printsOtherwise).length,
    firstBeyondF64: first((want, i) => deltas[i] > lossTolerance('f64', want)),
    firstBeyondF32: first((want, i) => deltas[i] > lossTolerance('f32', want)),
    firstPrintedOtherwise: first(printsOtherwise),
    firstFlip: first((_, i) => deltas[i] > FLIP),
    lastMean: losses.length < canonical.losses.length ? null : mean(losses.slice(-TAIL)),
    parameters: greatest(canonical.final.map((want, i) => Math.abs(want - parameters[i]))),
    samples: samples && canonical.samples.filter((name, i) => name === samples[i]).length,
    stopped: losses.length < canonical.losses.length ? losses.length + 1 : null,
  };
}

/** |loss - recorded loss| at each step that was reached, in nats. */
export function deltasOf(canonical: CanonicalRun, losses: readonly number[]): number[] {
  return losses.map((loss, i) => Math.abs(loss - canonical.losses[i]));
}

/** The worst of several runs, quantity by quantity. */
export function worstOf(differences: readonly Difference[]): Difference {
  return differences.reduce((a, b) => ({
    maxDelta: Math.max(a.maxDelta, b.maxDelta),
    step: b.maxDelta > a.maxDelta ? b.step : a.step,
    earlyDelta: Math.max(a.earlyDelta, b.earlyDelta),
    halfDelta: Math.max(a.halfDelta, b.halfDelta),
    bitEqual: Math.min(a.bitEqual, b.bitEqual),
    printsOtherwise: Math.max(a.printsOtherwise, b.printsOtherwise),
    firstBeyondF64: earlier(a.firstBeyondF64, b.firstBeyondF64),
    firstBeyondF32: earlier(a.firstBeyondF32, b.firstBeyondF32),
    firstPrintedOtherwise: earlier(a.firstPrintedOtherwise, b.firstPrintedOtherwise),
    firstFlip: earlier(a.firstFlip, b.firstFlip),
    lastMean: b.maxDelta > a.maxDelta ? b.lastMean : a.lastMean,
    parameters: Math.max(a.parameters, b.parameters),
    samples: a.samples === null || b.samples === null ? null : Math.min(a.samples, b.samples),
    stopped: earlier(a.stopped, b.stopped),
  }));
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
}

/** The greatest; a NaN would be passed on. */
function greatest(numbers: readonly number[]): number {
  return numbers.reduce((most, x) => Math.max(most, x), 0);
}
