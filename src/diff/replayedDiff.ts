import { canonicalDataset } from '../golden/canonical.ts';
import type { Config } from '../reference/config.ts';
import { type Diff, type DiffOptions, diffTrace } from './diff.ts';
import type { DiffRequest, LogDiff } from './diffLog.ts';
import { type Expected, goldenRun, replayedRun } from './dueRun.ts';
import { isCanonical } from './goldenConfig.ts';
import type { Trace } from './log/readLog.ts';
import { chosenStart } from './replay/chosenStart.ts';
import { dumpNotes } from './replay/dumpChecks.ts';
import type { RunStart } from './replay/start.ts';

/**
 * Compares a log with a run from dumps, from a dataset, or of another configuration than microgpt.py's.
 *
 * A list of parameters whose first loss is another is in another order, or of a port with a mistake in its forward pass. The
 * mistakes alone are looked for in a tenth of the time of the orders, and so before them.
 *
 * @throws GoldenFault where the golden data cannot be used
 * @throws RangeError where a dump does not fit
 */
export async function replayedDiff(
  trace: Trace,
  config: Config,
  request: DiffRequest,
  options: DiffOptions,
): Promise<LogDiff> {
  const { golden, params, docs, dataset, onProgress } = request;
  const runs = new Map<RunStart, Promise<Expected>>();
  const diffs = new Map<RunStart, Diff>();
  const diffFrom = async (start: RunStart, diagnosis: DiffOptions['diagnosis']) => {
    const run = runs.get(start) ?? expectedFrom(start, trace, request);
    runs.set(start, run);
    const diff = await diffTrace(trace, await run, { ...options, diagnosis });
    diffs.set(start, diff);
    return diff;
  };
  const { start, layout, notes, advice } = await chosenStart(
    { golden, config, params, docs, dataset },
    request.layout,
    trace,
    {
      onProgress: (tried) => onProgress(tried, 'readings'),
      isExplained: async (standard) => options.diagnosis !== 'none' && isExplained(await diffFrom(standard, 'quick')),
    },
  );
  const known = diffs.get(start);
  const diff = known !== undefined && isExplained(known) ? known : await diffFrom(start, options.diagnosis);
  return {
    ...diff,
    layout,
    dumpNotes: [...notes, ...dumpNotes(start, { params, docs, dataset })],
    dumpAdvice: advice,
  };
}

function isExplained({ diagnosis, smoothed }: Diff): boolean {
  return smoothed !== null || (diagnosis?.explanations.length ?? 0) > 0;
}

/** The recorded run where the start is its, or else a replay. The golden data have no documents beyond the first 1000. */
async function expectedFrom(whole: RunStart, trace: Trace, request: DiffRequest): Promise<Expected> {
  const { golden, params, docs, dataset } = request;
  const steps = Math.max(0, ...trace.losses.keys());
  const start = { ...withDataset(whole, steps, dataset), ownParameters: params !== undefined };
  const own = params !== undefined || docs !== undefined;
  const { documents } = canonicalDataset(golden);
  const same = start.documents.slice(0, documents.length).every((doc, i) => doc === documents[i]);
  if (!own && isCanonical(start.config, golden) && same) {
    return { ...goldenRun(golden), start: async () => start };
  }
  const known = docs === undefined && dataset === undefined ? Math.min(steps, documents.length) : steps;
  return replayedRun(start, known, trace, own);
}

/** A start with the dataset that it was made from, and no more documents than the log has steps. */
function withDataset(start: RunStart, steps: number, dataset: Uint8Array | undefined) {
  const documents = start.documents.slice(0, steps + 1);
  return { ...start, documents, ...(dataset === undefined ? {} : { dataset }) };
}
