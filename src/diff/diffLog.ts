import { canonicalLosses, canonicalSamples } from '../golden/canonical.ts';
import type { Golden } from '../golden/golden.ts';
import { type LibraryLosses, REPLAYED_ON } from '../golden/libraryLosses.ts';
import { type Config, configure } from '../reference/config.ts';
import { compareLosses } from './compare.ts';
import type { Stated } from './dialects/stated.ts';
import { type DiffOptions, diffTrace } from './diff.ts';
import { goldenRun, loggedRun } from './dueRun.ts';
import { isCanonical } from './goldenConfig.ts';
import { MOST_STEPS } from './log/mostSteps.ts';
import { type Reading, readTrace, type Trace } from './log/readLog.ts';
import type { LogDiff, StartRequest } from './replayedDiff.ts';

export type { LogDiff };

/** What a log is to be compared with, and how. */
export interface DiffRequest
  extends Omit<DiffOptions, 'given' | 'ending' | 'dialect'>,
    Omit<StartRequest, 'readBefore'> {
  /** Whether num_steps was asked for; otherwise the number that the log itself says counts. */
  readonly stepsGiven: boolean;
  /** What was said of the configuration: all else is open, and is found. Without it nothing is. */
  readonly stated?: Stated;
  /** Another log, to be compared with in place of any run. */
  readonly against?: AsyncIterable<Uint8Array> | undefined;
  readonly reading?: Reading;
  /** The losses of the canonical run on another library, to be compared with in place of Python's. */
  readonly libm?: LibraryLosses | undefined;
  /** How the command that prints the log ended, once it is read; null where that was well. */
  readonly ending?: () => string | null;
}

const REPLAYED_NOTE = "replayed on the exp, ln and powers of this process, which are V8's";
const WITHOUT_DUMP = { layout: null, layoutNotes: [], dumpNotes: [], dumpAdvice: [] } as const;

/**
 * Reads a log and compares it with the run that is due.
 *
 * @param chunks - the log's bytes
 * @throws GoldenFault where the golden data cannot be used
 * @throws RangeError where a dump does not fit
 */
export async function diffLog(chunks: AsyncIterable<Uint8Array>, request: DiffRequest): Promise<LogDiff> {
  const { golden, params, docs, dataset, against, reading } = request;
  const { diagnosis, onOtherStart, onProgress, compiled, ensemble } = request;
  const samples = Math.max(request.config.num_samples, canonicalSamples(golden).length);
  const limits = { steps: MOST_STEPS, samples, last: request.config.num_steps };
  const trace = await readTrace(chunks, limits, reading);
  const given = { parameters: params !== undefined, documents: docs !== undefined, dataset: dataset !== undefined };
  const origin = { stepsGiven: request.stepsGiven, ending: request.ending?.() ?? null, script: request.script };
  const options = { given, diagnosis, onOtherStart, onProgress, compiled, ensemble, ...origin };
  if (against !== undefined) {
    const expected = loggedRun(await readTrace(against, limits, reading), request.config);
    const diff = await diffTrace(trace, expected, { ...options, diagnosis: 'none' });
    return { ...diff, ...WITHOUT_DUMP, dumpNotes: stepsNote(request, trace, expected.log) };
  }
  const own = { ...request, config: configOfLog(request, trace) };
  const { libm } = request;
  if (libm !== undefined && (isRecorded(own) || libm.name !== REPLAYED_ON)) return onLibrary(trace, own, libm, options);
  const compare = async (start: StartRequest, how: DiffOptions): Promise<LogDiff> => {
    if (isRecorded(start)) return { ...(await diffTrace(trace, goldenRun(golden), how)), ...WITHOUT_DUMP };
    const { replayedDiff } = await import('./replayedDiff.ts');
    const diff = await replayedDiff(trace, start, how);
    return libm === undefined ? diff : { ...diff, library: libm.name, dumpNotes: [...diff.dumpNotes, REPLAYED_NOTE] };
  };
  const { stated } = request;
  if (stated === undefined || trace.losses.size === 0 || (isRecorded(own) && agreesWithGolden(trace, golden))) {
    return compare(own, options);
  }
  const { dialectDiff } = await import('./dialects/dialectDiff.ts');
  return dialectDiff(trace, own, stated, options, compare);
}

/** The canonical run on another library: nothing else can be what the log is of. */
async function onLibrary(
  trace: Trace,
  own: StartRequest,
  { name, of, losses }: LibraryLosses,
  options: DiffOptions,
): Promise<LogDiff> {
  if (!isRecorded(own)) {
    throw new RangeError(
      `--libm ${name} has the losses of the canonical run, and this is of other constants, which can be replayed on ${REPLAYED_ON} alone; leave it out (run asks a port that declares order=python on its own library)`,
    );
  }
  const diff = await diffTrace(trace, goldenRun(own.golden, losses), options);
  const note = `compared with the reference's losses on another library: ${of}`;
  return { ...diff, ...WITHOUT_DUMP, library: name, dumpNotes: [note] };
}

/** Whether a run is the recorded one. */
function isRecorded({ params, docs, dataset, config, golden }: StartRequest): boolean {
  return params === undefined && docs === undefined && dataset === undefined && isCanonical(config, golden);
}

/** A log that agrees needs no other run. */
function agreesWithGolden(trace: Trace, golden: Golden): boolean {
  return compareLosses(trace, canonicalLosses(golden)).firstDivergence === null;
}

/** What two logs say of their steps counts before what the caller says. */
function stepsNote({ config, stepsGiven }: DiffRequest, ...logs: readonly (Trace | null)[]): string[] {
  const said = logs.flatMap((log) => log?.num_steps ?? []);
  const steps = Math.max(...said);
  if (!stepsGiven || said.length === 0 || steps === config.num_steps) return [];
  return [`--num_steps ${config.num_steps} does not count, for the logs say that they are of ${steps} steps`];
}

/** The configuration of the run that a log is of: its own number of steps counts, where none was asked for. */
function configOfLog({ config, stepsGiven }: DiffRequest, { num_steps }: Trace): Config {
  return stepsGiven || num_steps === null || num_steps < 1 ? config : configure({ num_steps }, config);
}
