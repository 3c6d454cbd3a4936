import type { LogReader } from './lineReader.ts';
import { lossNotes } from './notes.ts';
import type { Group } from './rows/groups.ts';
import { looksLikeLoss } from './rows/looksLikeLoss.ts';
import { EPOCH } from './rows/sequence.ts';
import { type Stepped, steppedRows } from './rows/steps.ts';
import { type RunLosses, runLosses } from './runs.ts';

/** Losses that are all whole numbers say nothing: as many are enough to see it. */
const LEAST_WHOLE = 3;

/** What there is to compare with: steps and samples beyond are counted, not kept. */
export interface TraceLimits {
  readonly steps: number;
  readonly samples: number;
  /** The last step of the run, of which a log's only loss may be. */
  readonly last?: number;
}

/** The losses of a log, and how they were found. */
export interface FoundLosses {
  /** null where the losses say nothing. */
  readonly format: Group['format'] | null;
  readonly runs: readonly RunLosses[];
  readonly stepped: Stepped;
  /** Losses beyond what was kept. */
  readonly beyond: number;
  readonly unread: number;
  readonly notes: readonly string[];
}

/**
 * Finds the losses of a log.
 *
 * @param group - the shape of line that has the log
 * @param groups - all shapes
 */
export function lossesOf(reader: LogReader, group: Group, groups: readonly Group[], limits: TraceLimits): FoundLosses {
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
    if (rank !== 'loss' || counters.length === 0 || counters[0].name === EPOCH) continue;
    for (const { counters: values } of rows) missed.add(values[0] + (zeroBased ? 1 : 0));
  }
  return [...missed].filter((step) => !losses.has(step)).length;
}
