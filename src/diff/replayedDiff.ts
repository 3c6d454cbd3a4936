import { canonicalDataset } from '../golden/canonical.ts';
import type { ScriptRun } from './completeness.ts';
import { lastStepOf } from './completeness.ts';
import { type Diff, type DiffOptions, diffTrace } from './diff.ts';
import { type Expected, goldenRun, replayedRun } from './dueRun.ts';
import { isCanonical } from './goldenConfig.ts';
import type { Trace } from './log/readLog.ts';
import { type ChosenStart, chosenStart } from './replay/chosenStart.ts';
import { dumpNotes } from './replay/dumpChecks.ts';
import type { Dumps } from './replay/dumpStart.ts';
import type { RunStart } from './replay/start.ts';

/** What a run starts from. */
export interface StartRequest extends Dumps {
  readonly script?: ScriptRun | undefined;
  /** How the parameters are stored; found where it is not given. */
  readonly layout?: string | undefined;
  /** What is to be said of a layout that was found before, and is given for that. */
  readonly readBefore?: Pick<ChosenStart, 'layoutNotes' | 'advice'>;
}

/** A log beside its run, and what was seen of the dumps that the run starts from. */
export interface LogDiff extends Diff {
  /** How the parameters were read; null where none were. */
  readonly layout: ChosenStart['layout'];
  /** What there is to say of that layout; among `dumpNotes` too. */
  readonly layoutNotes: readonly string[];
  /** How the dumps were read where that is not as usual, and what a replay cannot see. */
  readonly dumpNotes: readonly string[];
  /** What to do about the dumps where nothing explains step 1. */
  readonly dumpAdvice: readonly string[];
  /** The library of exp, ln and powers that was asked for (`--libm`). */
  readonly library?: string | undefined;
}

/**
 * Compares a log with a run from dumps, from a dataset, or of another configuration than microgpt.py's.
 *
 * A list of parameters whose first loss is another is in another order, or of a port with a mistake in its forward pass. Single
 * mistakes are looked for in a tenth of the time of the orders, and so before them.
 *
 * @throws GoldenFault where the golden data cannot be used
 * @throws RangeError where a dump does not fit
 */
export async function replayedDiff(trace: Trace, request: StartRequest, options: DiffOptions): Promise<LogDiff> {
  const { diagnosis, onProgress } = options;
  const runs = new Map<RunStart, Expected>();
  const early = new Map<RunStart, Diff>();
  const runFrom = async (start: RunStart) => {
    const run = runs.get(start) ?? (await expectedFrom(start, trace, request));
    runs.set(start, run);
    return run;
  };
  const { start, layout, notes, ...found } = await chosenStart(request, request.layout, trace, {
    isSearched: diagnosis !== 'none',
    onProgress: (tried) => onProgress(tried, 'readings'),
    isExplained: async (standard) => {
      const alone = { ...options, diagnosis: 'quick', onOtherStart: undefined } as const; // the start is not settled yet
      const diff = await diffTrace(trace, await runFrom(standard), alone);
      if (isExplained(diff)) early.set(standard, diff);
      return isExplained(diff);
    },
  });
  const diff = early.get(start) ?? (await diffTrace(trace, await runFrom(start), options));
  const { layoutNotes, advice } = request.readBefore ?? found;
  return {
    ...diff,
    layout,
    layoutNotes,
    dumpNotes: [...notes, ...layoutNotes, ...dumpNotes(start, request)],
    dumpAdvice: advice,
  };
}

function isExplained({ diagnosis, smoothed }: Diff): boolean {
  return smoothed !== null || (diagnosis?.explanations.length ?? 0) > 0;
}

/** The recorded run where the start is its, or else a replay. The golden data have no documents beyond the first 1000. */
async function expectedFrom(whole: RunStart, trace: Trace, request: StartRequest): Promise<Expected> {
  const { golden, params, docs, dataset } = request;
  const steps = lastStepOf(trace);
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
