import { canChoose } from '../diagnosis/evidence.ts';
import { targetOf } from '../diagnosis/target.ts';
import type { Diff, DiffOptions } from '../diff.ts';
import type { Trace } from '../log/readLog.ts';
import type { LogDiff, StartRequest } from '../replayedDiff.ts';
import { isConforming } from '../verdict.ts';
import { keyOf } from './bases.ts';
import { dialectOf } from './dialect.ts';
import { type Base, type Ranking, ranked } from './ranking.ts';
import type { Stated } from './stated.ts';

/** Compares the log with the run of a configuration. */
export type Compare = (request: StartRequest, options: DiffOptions) => Promise<LogDiff>;

/**
 * Compares a log with the run that it is of, as far as the configuration is open: the one whose run it agrees with, or else
 * the likeliest, on which known mistakes are looked for. Each alone is tried on all that are plausible, before any together
 * are on the likeliest.
 *
 * @param trace - the log
 * @param request - its start, and the configuration asked for
 * @param stated - what of that is not open
 * @param compare - compares with one configuration
 * @throws what `compare` throws
 */
export async function dialectDiff(
  trace: Trace,
  request: StartRequest,
  stated: Stated,
  options: DiffOptions,
  compare: Compare,
): Promise<LogDiff> {
  const alone: DiffOptions = { ...options, diagnosis: 'quick', onOtherStart: undefined };
  const attempt = (base: Base, ranking: Ranking, own: StartRequest, how: DiffOptions) =>
    compare({ ...own, config: base.config }, { ...how, dialect: dialectOf(base, ranking, stated) });
  const howFirst = ({ plausible }: Ranking) => (plausible.length > 1 && options.diagnosis !== 'none' ? alone : options);

  let ranking = ranked(trace, request, stated, request.layout);
  let diff = await attempt(ranking.due, ranking, request, howFirst(ranking));
  const laid = withLayout(request, diff);
  if (laid !== request && diff.layout?.id !== STANDARD) {
    const before = ranking.due.config;
    ranking = ranked(trace, laid, stated, laid.layout);
    if (keyOf(ranking.due.config) !== keyOf(before)) {
      diff = await attempt(ranking.due, ranking, laid, howFirst(ranking));
    }
  }
  const { plausible, due } = ranking;
  if (plausible.length === 1 || isSettled(diff)) return diff;
  for (const base of plausible.slice(1)) {
    const other = await attempt(base, ranking, laid, alone);
    if (isEvident(other, plausible.length)) return other;
  }
  const goesOn = options.diagnosis === 'full' || (options.diagnosis === 'usual' && !diff.startsElsewhere);
  return goesOn ? attempt(due, ranking, laid, options) : diff;
}

const STANDARD = 'standard';

/** The request with the layout that was found, so that it is not looked for again. */
function withLayout(request: StartRequest, { layout, layoutNotes, dumpAdvice }: LogDiff): StartRequest {
  if (layout === null || request.layout !== undefined) return request;
  return { ...request, layout: layout.id, readBefore: { layoutNotes, advice: dumpAdvice } };
}

/** Whether there is no mistake to look for elsewhere. */
function isSettled({ verdict, diagnosis }: Diff): boolean {
  return isConforming(verdict) || diagnosis === null || diagnosis.explanations.length > 0;
}

/** Whether a mistake explains the log that was looked for on one of several configurations. */
function isEvident({ trace, judged, diagnosis }: Diff, count: number): boolean {
  if (diagnosis === null || diagnosis.explanations.length === 0) return false;
  return canChoose(targetOf(trace, judged.steps).bits, diagnosis.tried * count);
}
