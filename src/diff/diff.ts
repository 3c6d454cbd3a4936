import type { Deviation } from '../deviations/deviation.ts';
import type { Ensemble } from '../golden/ensemble.ts';
import type { Dtype } from '../port/precision.ts';
import { compareSamples, type LossComparison, type SampleComparison } from './compare.ts';
import {
  type Completeness,
  completenessOf,
  lastStepOf,
  type Origin,
  reachesEnd,
  type ScriptRun,
} from './completeness.ts';
import type { Given } from './diagnosis/candidates.ts';
import type { Diagnosis } from './diagnosis/search.ts';
import { targetOf } from './diagnosis/target.ts';
import type { TrialOptions } from './diagnosis/trials.ts';
import type { Dialect } from './dialects/dialect.ts';
import type { Expected } from './dueRun.ts';
import type { CurveHealth } from './health/health.ts';
import { type Smoothing, smoothing } from './health/smoothed.ts';
import { type Judged, judge, wholeComparison } from './judged.ts';
import type { Trace } from './log/readLog.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/**
 * Which known mistakes are looked for: alone and together; together only where the log does not seem to start elsewhere; alone
 * only; none.
 */
export type Searched = 'full' | 'usual' | 'quick' | 'none';

/** What a diff is asked to do beside comparing. */
export interface DiffOptions extends TrialOptions, Origin {
  /** What of the start is the port's own. */
  readonly given: Given;
  readonly diagnosis: Searched;
  /** The configuration of the run, where nobody asked for it. */
  readonly dialect?: Dialect | null;
  /** Is told at once that the log starts elsewhere: what follows takes seconds. */
  readonly onOtherStart?: ((diff: Diff) => Promise<void>) | undefined;
  /** Reads what right runs from other starts look like. */
  readonly ensemble: () => Ensemble;
}

/** A log beside the run that is due. */
export interface Diff {
  readonly verdict: Verdict;
  readonly trace: Trace;
  readonly expected: Expected;
  readonly losses: LossComparison;
  /** The configuration of the run, where nobody asked for it; else null. */
  readonly dialect: Dialect | null;
  /** What of the start is the port's own. */
  readonly given: Given;
  /** Whether step 1 and most others differ, and the run is not known to start as the log does. */
  readonly startsElsewhere: boolean;
  /** How far it was judged. */
  readonly judged: Omit<Judged, 'losses'>;
  readonly completeness: Completeness;
  /** The script in Python that was trained for the log, where one was. */
  readonly script?: ScriptRun | undefined;
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
  /** The curve beside right ones, where the log is of another start and nothing explains it; null elsewhere. */
  readonly health: CurveHealth | null;
}

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
  const { losses, ...judged } = judge(trace, expected);
  const samples = expected.samples === null ? null : compareSamples(trace, expected.samples, expected.log);
  const samplesJudged = samples !== null && samplesCount(trace, expected, judged);
  const ownStart = options.given.parameters && options.given.documents;
  const first = verdictOf(losses, samplesJudged ? samples : null, ownStart);
  const diff = {
    trace,
    expected,
    losses,
    dialect: options.dialect ?? null,
    given: options.given,
    startsElsewhere: first === 'different-start',
    judged,
    completeness: completenessOf(trace, expected, options),
    script: options.script,
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
    const target = targetOf(trace, judged.steps, within);
    return diagnose(await expected.start(), target, { given, quick, onProgress, compiled });
  };
  if (options.diagnosis === 'none') return { ...diff, verdict: first };
  if (first === 'f32' && losses.own === 'f64') return { ...diff, verdict: first, diagnosis: await search('f64', true) };
  if (first !== 'diverges' && first !== 'different-start') return { ...diff, verdict: first };
  if (losses.firstDivergence === null) {
    const { diagnoseSamples } = await import('./diagnosis/samples.ts');
    const samplesDiagnosis = await diagnoseSamples(await expected.trained(), trace.samples, options.compiled);
    return { ...diff, verdict: first, samplesDiagnosis };
  }
  if (isIsolated(losses)) return { ...diff, verdict: first };
  const smoothed = smoothing(losses.compared, expected.losses);
  if (smoothed !== null) return { ...diff, verdict: 'diverges', smoothed };
  if (diff.startsElsewhere) await options.onOtherStart?.({ ...diff, verdict: first });
  const alone = options.diagnosis === 'quick' || (options.diagnosis === 'usual' && diff.startsElsewhere);
  const diagnosis = await search(losses.own, alone);
  if (diagnosis.explanations.length > 0) {
    const explained = { ...diff, diagnosis, verdict: 'diverges' } as const;
    return judged.isCut ? explainedThroughout(explained, diagnosis, options.compiled) : explained;
  }
  return {
    ...diff,
    diagnosis,
    verdict: first,
    health: first === 'different-start' ? await healthOf(trace, num_steps, options.ensemble()) : null,
  };
}

/** The same with all steps, where explanations hold beyond the one at which rounding decides without the mistake. */
async function explainedThroughout(diff: Diff, diagnosis: Diagnosis, compiled: DiffOptions['compiled']): Promise<Diff> {
  const { trace, expected, samples } = diff;
  const { throughout } = await import('./throughout.ts');
  const target = targetOf(trace, expected.losses.length, diff.losses.own);
  const explanations = await throughout(diagnosis.explanations, await expected.start(), target, compiled);
  if (explanations.length === 0) return diff;
  const { losses, ...judged } = wholeComparison(trace, expected);
  const samplesJudged = samples !== null && samplesCount(trace, expected, judged);
  return { ...diff, losses, judged, samplesJudged, diagnosis: { ...diagnosis, explanations } };
}

/** How a curve looks beside right ones; of a step that the log has more than once, its first loss. */
async function healthOf({ losses }: Trace, num_steps: number, ensemble: Ensemble): Promise<CurveHealth> {
  const { curveHealth } = await import('./health/health.ts');
  const curve = new Map([...losses].map(([step, [{ value }]]) => [step, value]));
  return curveHealth(curve, num_steps, ensemble);
}

/**
 * Whether samples count: where the log goes on to the end of the run, of which rounding decides no step; and of two logs where
 * both end together.
 */
function samplesCount(trace: Trace, { log, config }: Expected, judged: Omit<Judged, 'losses'>): boolean {
  if (log === null) return reachesEnd(trace, config.num_steps) && !judged.isCut;
  const end = Math.max(lastStepOf(trace), lastStepOf(log));
  return reachesEnd(trace, end) && reachesEnd(log, end);
}

/** Whether a few losses differ in the midst of others that agree: a changed line of the log. */
function isIsolated({ compared, divergent }: LossComparison): boolean {
  return divergent <= ISOLATED && divergent <= ISOLATED_SHARE * compared.length;
}
