import type { Deviation } from '../deviations/deviation.ts';
import type { Ensemble } from '../golden/ensemble.ts';
import type { Dtype } from '../port/precision.ts';
import { compareLosses, compareSamples, type LossComparison, resolves, type SampleComparison } from './compare.ts';
import type { Given } from './diagnosis/candidates.ts';
import type { Diagnosis } from './diagnosis/search.ts';
import { targetOf } from './diagnosis/target.ts';
import type { TrialOptions } from './diagnosis/trials.ts';
import type { Expected } from './dueRun.ts';
import type { CurveHealth } from './health/health.ts';
import { type Smoothing, smoothing } from './health/smoothed.ts';
import type { Trace } from './log/readLog.ts';
import { reachesEnd, type Verdict, verdictOf } from './verdict.ts';

/** What a diff is asked to do beside comparing. */
export interface DiffOptions extends TrialOptions {
  /** What of the start is the port's own. */
  readonly given: Given;
  /** Whether known mistakes are looked for: alone and together, alone only, or not at all. */
  readonly diagnosis: 'full' | 'quick' | 'none';
  /** Reads what right runs from other starts look like. */
  readonly ensemble: () => Ensemble;
}

/** A log beside the run that is due. */
export interface Diff {
  readonly verdict: Verdict;
  readonly trace: Trace;
  readonly expected: Expected;
  readonly losses: LossComparison;
  /** null where the log has no samples, or they are drawn by a generator of the port's own. */
  readonly samples: SampleComparison | null;
  /** Whether the samples count: they do where the log goes on to the end of the run. */
  readonly samplesJudged: boolean;
  /** null where nothing diverges, or nothing was looked for. */
  readonly diagnosis: Diagnosis | null;
  /** Known mistakes that explain the samples, where the losses conform and they do not. */
  readonly samplesDiagnosis: readonly Deviation[];
  /** The average of the losses that the log prints in their place, where it does. */
  readonly smoothed: Smoothing | null;
  /** How the curve looks beside right ones, where the log is of another start; null elsewhere. */
  readonly health: CurveHealth | null;
}

/** Milliseconds for the search of mistakes; single ones take a few seconds of them. */
const SEARCH_MS = 28_000;
/** A divergence in so few losses is no other run: the mistakes looked for change all that follow. */
const ISOLATED = 3;
const ISOLATED_SHARE = 0.005;

/**
 * Compares a log with the run that is due, and where it diverges looks for the known mistakes that explain it.
 *
 * @param trace - the log
 * @param expected - what is due
 */
export async function diffTrace(trace: Trace, expected: Expected, options: DiffOptions): Promise<Diff> {
  const { num_steps } = expected.config;
  const losses = compareLosses(trace, expected.losses.slice(0, expected.judged), expected.halves);
  const samples = expected.samples === null ? null : compareSamples(trace, expected.samples);
  const samplesJudged = samples !== null && reachesEnd(trace, num_steps);
  const ownStart = options.given.parameters && options.given.documents;
  const first = verdictOf(losses, samplesJudged ? samples : null, ownStart);
  const diff = {
    trace,
    expected,
    losses,
    samples,
    samplesJudged,
    diagnosis: null,
    samplesDiagnosis: [],
    smoothed: null,
    health: null,
  };
  // What most logs do not need is loaded where it is needed: a log that conforms is judged in a fifth of a second.
  const search = async (within: Dtype, quick: boolean) => {
    const { diagnose } = await import('./diagnosis/search.ts');
    const { given, onProgress, compiled } = options;
    const target = targetOf(trace, expected.judged, within);
    return diagnose(await expected.start(), target, { given, quick, budget: SEARCH_MS, onProgress, compiled });
  };
  if (options.diagnosis === 'none') return { ...diff, verdict: first };
  if (first === 'f32' && isFloat64(losses)) return { ...diff, verdict: first, diagnosis: await search('f64', true) };
  if (first !== 'diverges' && first !== 'different-start') return { ...diff, verdict: first };
  if (losses.firstDivergence === null) {
    const { diagnoseSamples } = await import('./diagnosis/samples.ts');
    const samplesDiagnosis = await diagnoseSamples(await expected.trained(), trace.samples, options.compiled);
    return { ...diff, verdict: first, samplesDiagnosis };
  }
  if (isIsolated(losses)) return { ...diff, verdict: first };
  const smoothed = smoothing(losses.compared, expected.losses);
  if (smoothed !== null) return { ...diff, verdict: 'diverges', smoothed };
  const diagnosis = await search('f32', options.diagnosis === 'quick');
  if (diagnosis.explanations.length > 0) return { ...diff, diagnosis, verdict: 'diverges' };
  return {
    ...diff,
    diagnosis,
    verdict: first,
    health: first === 'different-start' ? await healthOf(trace, num_steps, options.ensemble()) : null,
  };
}

/** How a curve looks beside right ones; of a step that the log has more than once, its first loss. */
async function healthOf({ losses }: Trace, num_steps: number, ensemble: Ensemble): Promise<CurveHealth> {
  const { curveHealth } = await import('./health/health.ts');
  const curve = new Map([...losses].map(([step, [{ value }]]) => [step, value]));
  return curveHealth(curve, num_steps, ensemble);
}

/** Whether losses are printed with the digits of a double, and are none of float32: then float32 explains nothing. */
function isFloat64({ compared }: LossComparison): boolean {
  return compared.every((loss) => resolves('f64', loss)) && compared.some(({ got }) => Math.fround(got) !== got);
}

/** Whether a few losses differ in the midst of others that agree: a changed line of the log. */
function isIsolated({ compared, divergent }: LossComparison): boolean {
  return divergent <= ISOLATED && divergent <= ISOLATED_SHARE * compared.length;
}
