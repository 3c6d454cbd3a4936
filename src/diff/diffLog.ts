import type { DeviantStart } from '../deviations/deviantRun.ts';
import { canonicalConfig, canonicalDataset, canonicalSamples } from '../golden/canonical.ts';
import type { Golden } from '../golden/golden.ts';
import { type Config, configure } from '../reference/config.ts';
import { MOST_STEPS } from './completeness.ts';
import { type Diff, type DiffOptions, diffTrace } from './diff.ts';
import { type Expected, goldenRun, loggedRun, replayedRun } from './dueRun.ts';
import { type Reading, readTrace, type Trace } from './log/readLog.ts';
import type { ChosenStart } from './replay/chosenStart.ts';
import type { DocsDump } from './replay/docsDump.ts';
import type { ParamsDump } from './replay/paramsDump.ts';
import type { RunStart } from './replay/start.ts';

/** What a log is to be compared with, and how. */
export interface DiffRequest extends Omit<DiffOptions, 'given' | 'ending'> {
  readonly golden: Golden;
  readonly config: Config;
  /** Whether num_steps was asked for; otherwise the number that the log itself says counts. */
  readonly stepsGiven: boolean;
  /** The port's initial parameters. */
  readonly params?: ParamsDump | undefined;
  /** Its documents in training order. */
  readonly docs?: DocsDump | undefined;
  /** The dataset file. */
  readonly dataset?: Uint8Array | undefined;
  /** How the parameters are stored; found where it is not given. */
  readonly layout?: string | undefined;
  /** Another log, to be compared with in place of any run. */
  readonly against?: AsyncIterable<Uint8Array> | undefined;
  readonly reading?: Reading;
  /** How the command that prints the log ended, once it is read; null where that was well. */
  readonly ending?: () => string | null;
}

/** A log beside its run, and what was seen of the dumps that the run starts from. */
export interface LogDiff extends Diff {
  /** How the parameters were read; null where none were. */
  readonly layout: ChosenStart['layout'];
  /** How the dumps were read where that is not as usual, and what a replay cannot see. */
  readonly dumpNotes: readonly string[];
  /** What to do about the dumps where nothing explains step 1. */
  readonly dumpAdvice: readonly string[];
}

const WITHOUT_DUMP = { layout: null, dumpNotes: [], dumpAdvice: [] } as const;

/**
 * Reads a log and compares it with the run that is due.
 *
 * @param chunks - the log's bytes
 * @throws GoldenFault where the golden data cannot be used
 * @throws RangeError where a dump does not fit
 */
export async function diffLog(chunks: AsyncIterable<Uint8Array>, request: DiffRequest): Promise<LogDiff> {
  const { golden, params, docs, dataset, against, reading, diagnosis, onProgress, compiled, ensemble } = request;
  const samples = Math.max(request.config.num_samples, canonicalSamples(golden).length);
  const limits = { steps: MOST_STEPS, samples, last: request.config.num_steps };
  const trace = await readTrace(chunks, limits, reading);
  const given = { parameters: params !== undefined, documents: docs !== undefined, dataset: dataset !== undefined };
  const origin = { stepsGiven: request.stepsGiven, ending: request.ending?.() ?? null };
  const options = { given, diagnosis, onProgress, compiled, ensemble, ...origin };
  if (against !== undefined) {
    const expected = loggedRun(await readTrace(against, limits, reading), request.config);
    const diff = await diffTrace(trace, expected, { ...options, diagnosis: 'none' });
    return { ...diff, ...WITHOUT_DUMP };
  }
  const config = configOfLog(request, trace);
  if (!given.parameters && !given.documents && !given.dataset && isCanonical(config, golden)) {
    return { ...(await diffTrace(trace, goldenRun(golden), options)), ...WITHOUT_DUMP };
  }
  const { chosenStart } = await import('./replay/chosenStart.ts');
  const { dumpNotes } = await import('./replay/dumpChecks.ts');
  const { start, layout, notes, advice } = chosenStart(
    { golden, config, params, docs, dataset },
    request.layout,
    trace,
  );
  const steps = Math.max(0, ...trace.losses.keys());
  const whole = { ...withDataset(start, steps, dataset), ownParameters: given.parameters };
  const expected = await expectedFrom(whole, steps, trace, request);
  return {
    ...(await diffTrace(trace, expected, options)),
    layout,
    dumpNotes: [...notes, ...dumpNotes(start, { params, docs, dataset })],
    dumpAdvice: advice,
  };
}

/** The configuration of the run that a log is of: its own number of steps counts, where none was asked for. */
function configOfLog({ config, stepsGiven }: DiffRequest, { num_steps }: Trace): Config {
  return stepsGiven || num_steps === null || num_steps < 1 ? config : configure({ num_steps }, config);
}

function isCanonical(config: Config, golden: Golden): boolean {
  const recorded = canonicalConfig(golden);
  return Object.entries(recorded).every(([name, value]) => Reflect.get(config, name) === value);
}

/** The recorded run where the start is its, or else a replay. The golden data have no documents beyond the first 1000. */
async function expectedFrom(
  start: RunStart & DeviantStart,
  steps: number,
  trace: Trace,
  request: DiffRequest,
): Promise<Expected> {
  const { golden, params, docs, dataset } = request;
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
