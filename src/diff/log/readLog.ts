import { adviceOf, type LogName } from './advice.ts';
import { JsonReader } from './json/valueReader.ts';
import { LogReader } from './lineReader.ts';
import { lossNotes, otherNotes } from './notes.ts';
import type { Group } from './rows/groups.ts';
import { looksLikeLoss } from './rows/looksLikeLoss.ts';
import type { FormatName, LineReader } from './rows/row.ts';
import { type Stepped, steppedRows } from './rows/steps.ts';
import { type RunLosses, runLosses } from './runs.ts';
import { LineSplitter } from './text/lines.ts';
import type { RunTrace, Trace } from './trace.ts';

export type { Trace } from './trace.ts';

/** What there is to compare with: steps and samples beyond are counted, not kept. */
export interface TraceLimits {
  readonly steps: number;
  readonly samples: number;
  /** The last step of the run, of which a log's only loss may be. */
  readonly last?: number;
}

/** How to read a log. */
export interface Reading {
  /** The format, or a reader made of a pattern; found by itself where it is not given. */
  readonly format?: FormatName | LineReader;
  /** How the log is named in a command to paste. */
  readonly name?: LogName;
  /** Is told the step of each loss, as the log counts. */
  readonly onStep?: (step: number) => void;
}

/** Losses that are all whole numbers say nothing: as many are enough to see it. */
const LEAST_WHOLE = 3;

/**
 * Reads a log to its end.
 *
 * @param chunks - its bytes, cut anywhere
 * @param limits - size of the golden run
 */
export async function readTrace(
  chunks: AsyncIterable<Uint8Array>,
  limits: TraceLimits,
  { format, name = { kind: 'input' }, onStep = () => {} }: Reading = {},
): Promise<Trace> {
  const reader = new LogReader(format ?? null, limits, onStep);
  const readsValues = format === undefined || format === 'jsonl' || format === 'json';
  const splitter = new LineSplitter(
    (line, isEnded) => reader.take(line, isEnded),
    readsValues ? new JsonReader(reader.values) : null,
  );
  for await (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  const trace = traceOf(reader, splitter, limits);
  if (trace.format !== null) return trace;
  return { ...trace, advice: adviceOf(splitter.decoder.packed, reader.numberLike, name) };
}

function traceOf(reader: LogReader, splitter: LineSplitter, limits: TraceLimits): Trace {
  const { binary, encodings } = splitter.decoder;
  const groups = reader.groups.sorted();
  const group = groups.find(({ rank, format }) => !(binary && rank === 'numbers' && format !== 'json'));
  const found = group === undefined ? null : lossesOf(reader, group, groups, limits);
  const names = reader.samples.fromOne(0, found?.runs[1]?.from, group !== undefined);
  const other = otherNotes(reader, splitter.cut, encodings, names.kept.size > 0);
  const base = { samples: names.kept, bytes: splitter.bytes, binary, advice: [] };
  if (found === null) {
    return { ...base, ...NO_LOSSES, outside: { losses: 0, samples: names.outside + names.beyond }, notes: other };
  }
  const { runs, stepped, notes, unread } = found;
  const [first, ...later] = runs;
  return {
    ...base,
    losses: first.losses,
    num_steps: stepped.num_steps,
    repeated: first.repeated,
    outOfOrder: first.outOfOrder,
    outside: { losses: first.outside + found.beyond, samples: names.outside + names.beyond },
    zeroBased: first.zeroBased,
    format: found.format,
    unread,
    laterRuns: later.map(
      (run, i): RunTrace => ({
        losses: run.losses,
        samples: reader.samples.fromOne(run.from, runs[i + 2]?.from).kept,
      }),
    ),
    notes: [...notes, ...other],
  };
}

const NO_LOSSES = {
  losses: new Map(),
  num_steps: null,
  repeated: 0,
  outOfOrder: 0,
  zeroBased: false,
  format: null,
  unread: 0,
  laterRuns: [],
} as const;

interface FoundLosses {
  /** null where the losses say nothing. */
  readonly format: Group['format'] | null;
  readonly runs: readonly RunLosses[];
  readonly stepped: Stepped;
  /** Losses beyond what was kept. */
  readonly beyond: number;
  readonly unread: number;
  readonly notes: readonly string[];
}

function lossesOf(reader: LogReader, group: Group, groups: readonly Group[], limits: TraceLimits): FoundLosses | null {
  const stepped = steppedRows(group, (from, to) => reader.samples.isBetween(from, to));
  const isLone = isLoneLoss(reader, group, groups);
  const runs = isLone
    ? [loneRun(group, limits)]
    : stepped.runs.map((run) => runLosses(run, stepped, group, limits.steps));
  const values = [...runs[0].losses.values()].flat();
  if (values.length >= LEAST_WHOLE && values.every(({ text }) => !looksLikeLoss(text))) {
    const notes = [
      `all ${values.length} losses are whole numbers, which say nothing: print them with a fraction (%.17g), or name the column by --pattern`,
    ];
    return { format: null, runs: [{ ...runs[0], losses: new Map() }], stepped, beyond: 0, unread: 0, notes };
  }
  const others = groups.filter((other) => other !== group);
  return {
    format: group.format,
    runs,
    stepped,
    beyond: group.beyond,
    unread: runs[0].unread.length + missedSteps(others, runs[0]) + (reader.tooLong?.count ?? 0),
    notes: lossNotes({ reader, group, others, stepped, runs, isLone }),
  };
}

/** Whether a log has a single loss, without a step: that of the end, of which texts and copied screens tell alone. */
function isLoneLoss(
  { samples }: LogReader,
  { rank, counters, rows, format }: Group,
  groups: readonly Group[],
): boolean {
  if (counters.length > 0 || rows.length !== 1 || format !== 'microgpt') return false;
  return rank === 'final' || (groups.length === 1 && samples.fromOne().kept.size > 0);
}

function loneRun({ rows: [{ value, text, line }] }: Group, { last }: TraceLimits): RunLosses {
  const losses = new Map(
    value === null || last === undefined
      ? []
      : [[last, [{ kind: 'loss' as const, step: last, num_steps: null, value, text }]] as const],
  );
  const unread = value === null ? [{ line, text }] : [];
  return { losses, from: line, zeroBased: false, hasBoth: false, repeated: 0, outOfOrder: 0, outside: 0, unread };
}

/** Steps of training whose losses stand in lines of other shapes alone. */
function missedSteps(others: readonly Group[], { losses, zeroBased }: RunLosses): number {
  const missed = new Set<number>();
  for (const { rank, counters, rows } of others) {
    if (rank !== 'loss' || counters.length === 0) continue;
    for (const { counters: values } of rows) missed.add(values[0] + (zeroBased ? 1 : 0));
  }
  return [...missed].filter((step) => !losses.has(step)).length;
}
