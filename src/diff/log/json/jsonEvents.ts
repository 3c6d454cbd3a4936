import { columnsOf } from '../rows/columns.ts';
import type { NamedSample, Row } from '../rows/row.ts';
import { besideReference, rowOf } from '../rows/rowOf.ts';

/** Lists of samples, or members that hold one. */
export const SAMPLES = /(?:^|[._/])(?:samples?|names?|generated(?:_names)?|hallucinated|generations?)$/i;
const SAMPLE_INDEX = ['index', 'i', 'id', 'idx', 'n', '#', 'sample'];
const SAMPLE_NAME = ['name', 'text', 'sample', 'generated', 'output', 'word'];
/** A name that is a number: that of an item. */
export const INDEX = /^\d{1,15}$/;
/** TensorBoard has the time before the step. */
const EPOCH_SECONDS = 1e8;

/** What is known of an object from around it. */
export interface RecordContext {
  /** The list that it is in; null where it is in none. */
  readonly listName: string | null;
  /** Whether it is the first in a list of its own. */
  readonly isFirst: boolean;
  /** Its own name, where that is a number. */
  readonly index: string | null;
  /** The name of the reference that it is of; null where it is the port's. */
  readonly reference: string | null;
}

const ALONE = { listName: null, isFirst: false, index: null } as const;

type Events = readonly (Row | NamedSample)[];

/**
 * What an object says: a step with its loss, or a sample.
 *
 * @param members - its numbers and words; those of objects in it under names with points
 * @param around - what is known of it from around it
 */
export function recordEvents(members: ReadonlyMap<string, string>, around: RecordContext): Events {
  const columns = columnsOf([...members.keys()]);
  const text = columns === null ? undefined : members.get(columns.loss);
  const { listName, reference, index, isFirst } = around;
  if (columns === null || text === undefined) return sampleEvents(members, listName, reference !== null);
  const hasOther = columns.others.some((name) => Number.isFinite(Number.parseFloat(members.get(name) ?? '')));
  if (text === 'null' && hasOther) return [];
  const named = columns.steps.map((name) => ({ name, text: members.get(name) ?? '', total: null }));
  const counters = named.length === 0 && index !== null ? [{ name: 'step', text: index, total: null }] : named;
  const rank = reference === null ? columns.rank : 'reference';
  const loss = reference === null ? columns.loss : `${reference}.${columns.loss}`;
  const row = besideReference(rowOf('jsonl', rank, loss, counters, text), columns.over);
  return [isFirst ? { ...row, beginsRun: true } : row];
}

function sampleEvents(members: ReadonlyMap<string, string>, listName: string | null, ofReference: boolean): Events {
  const isSample = members.has('sample') || (listName !== null && SAMPLES.test(listName));
  const name = SAMPLE_NAME.map((key) => members.get(key)).find((value) => value !== undefined && !INDEX.test(value));
  if (!isSample || name === undefined) return [];
  const index = SAMPLE_INDEX.map((key) => members.get(key)).find((value) => value !== undefined && INDEX.test(value));
  return [{ kind: 'sample', index: index === undefined ? null : Number(index), name, ofReference }];
}

/**
 * What a list within a list says: a row of a table, or step and loss.
 *
 * @param header - the names of its columns; null where there are none
 * @param reference - the name of the reference that it is of; null where it is the port's
 */
export function tupleEvents(
  items: readonly string[],
  header: readonly string[] | null,
  reference: string | null,
): Events {
  const isRecord = header?.length === items.length;
  if (isRecord) return recordEvents(new Map(header.map((name, i) => [name, items[i]])), { ...ALONE, reference });
  const [step, loss] = items.length === 3 && Number(items[0]) > EPOCH_SECONDS ? items.slice(1) : items;
  if (items.length > 3 || loss === undefined || !INDEX.test(step)) return [];
  const rank = reference === null ? 'numbers' : 'reference';
  return [rowOf('json', rank, reference ?? '', [{ name: 'number before the loss', text: step, total: null }], loss)];
}
