import { adviceOf, type LogName } from './advice.ts';
import { lossesOf, type TraceLimits } from './foundLosses.ts';
import { JsonReader } from './json/valueReader.ts';
import { LogReader } from './lineReader.ts';
import { otherNotes } from './notes.ts';
import type { FormatName, LineReader } from './rows/row.ts';
import { LineSplitter } from './text/lines.ts';
import type { RunTrace, Trace } from './trace.ts';

export type { TraceLimits } from './foundLosses.ts';
export type { Trace } from './trace.ts';

/** How to read a log. */
export interface Reading {
  /** The format, or a reader made of a pattern; found by itself where it is not given. */
  readonly format?: FormatName | LineReader;
  /** How the log is named in a command to paste. */
  readonly name?: LogName;
  /** Is told the step of each loss, as the log counts. */
  readonly onStep?: (step: number) => void;
}

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
  if (trace.losses.size > 0) return trace;
  return { ...trace, advice: adviceOf(splitter.decoder.packed, reader.numberLike, name) };
}

function traceOf(reader: LogReader, splitter: LineSplitter, limits: TraceLimits): Trace {
  const { binary, encodings } = splitter.decoder;
  const groups = reader.groups.sorted();
  const group = groups.find(({ rank, format }) => !(binary && rank === 'numbers' && format !== 'json'));
  const found = group === undefined ? null : lossesOf(reader, group, groups, limits);
  const names = reader.samples.fromOne(0, found?.runs[1]?.from, group !== undefined);
  const other = otherNotes(reader, splitter.cut, encodings, names.kept.size > 0);
  const base = {
    header: reader.header.read(),
    samples: names.kept,
    unendedSample: names.unended,
    bytes: splitter.bytes,
    binary,
    isTorn: reader.isTorn,
    advice: [],
  };
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
    laterRuns: later.map((run, i): RunTrace => {
      const { kept, unended } = reader.samples.fromOne(run.from, runs[i + 2]?.from);
      return { losses: run.losses, samples: kept, unendedSample: unended };
    }),
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
