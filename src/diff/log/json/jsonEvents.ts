import { columnsOf } from '../rows/columns.ts';
import { parseGrouped } from '../rows/grouped.ts';
import type { NamedSample, Row } from '../rows/row.ts';
import { besideReference, rowOf } from '../rows/rowOf.ts';

/** Lists of samples, or members that hold one. */
const SAMPLES = /(?:^|[._/])(?:samples?|names?|generated(?:_names)?|hallucinated|generations?)$/i;
const SAMPLE_INDEX = ['index', 'i', 'id', 'idx', 'n', '#', 'sample'];
const SAMPLE_NAME = ['name', 'text', 'sample', 'generated', 'output', 'word'];
/** A name that is a number: that of an item. */
export const INDEX = /^\d{1,15}$/;
/** TensorBoard has the time before the step. */
const EPOCH_SECONDS = 1e8;

type Events = readonly (Row | NamedSample)[];

/**
 * What an object says: a step with its loss, or a sample.
 *
 * @param members - its numbers and words; those of objects in it under names with points
 * @param listName - the list that it is in; null where it is in none
 */
export function recordEvents(members: ReadonlyMap<string, string>, listName: string | null): Events {
  const columns = columnsOf([...members.keys()]);
  const text = columns === null ? undefined : members.get(columns.loss);
  if (columns === null || text === undefined) return sampleEvents(members, listName);
  const hasOther = columns.others.some((name) => Number.isFinite(Number.parseFloat(members.get(name) ?? '')));
  if (text === 'null' && hasOther) return [];
  const counters = columns.steps.map((name) => ({ name, text: members.get(name) ?? '', total: null }));
  return [besideReference(rowOf('jsonl', columns.rank, columns.loss, counters, text), columns.over)];
}

function sampleEvents(members: ReadonlyMap<string, string>, listName: string | null): Events {
  const isSample = members.has('sample') || (listName !== null && SAMPLES.test(listName));
  const name = SAMPLE_NAME.map((key) => members.get(key)).find((value) => value !== undefined && !INDEX.test(value));
  if (!isSample || name === undefined) return [];
  const index = SAMPLE_INDEX.map((key) => members.get(key)).find((value) => value !== undefined && INDEX.test(value));
  return [{ kind: 'sample', index: index === undefined ? null : Number(index), name }];
}

/** What the lists of an object say, or one without a name: losses with their steps, samples. */
export function listEvents(lists: ReadonlyMap<string, readonly string[]>): Events {
  const columns = columnsOf([...lists.keys()], true);
  const loss = columns?.loss ?? '';
  const items = lists.get(loss) ?? [];
  const losses = columns === null && items.some((text) => parseGrouped(text) === null) ? [] : items;
  const steps = (columns?.steps ?? []).filter((name) => lists.get(name)?.length === losses.length);
  const rows = losses.map((text, i) => {
    const counters = steps.map((name) => ({ name, text: lists.get(name)?.[i] ?? '', total: null }));
    return besideReference(rowOf('json', columns?.rank ?? 'numbers', loss, counters, text), columns?.over);
  });
  const names = [...lists].find(([name]) => SAMPLES.test(name))?.[1] ?? [];
  return [...rows, ...names.map((name, i): NamedSample => ({ kind: 'sample', index: i + 1, name }))];
}

/**
 * What a list within a list says: a row of a table, or step and loss.
 *
 * @param header - the names of its columns; null where there are none
 */
export function tupleEvents(items: readonly string[], header: readonly string[] | null): Events {
  if (header?.length === items.length) return recordEvents(new Map(header.map((name, i) => [name, items[i]])), null);
  const [step, loss] = items.length === 3 && Number(items[0]) > EPOCH_SECONDS ? items.slice(1) : items;
  if (items.length > 3 || loss === undefined || !INDEX.test(step)) return [];
  return [rowOf('json', 'numbers', '', [{ name: 'number before the loss', text: step, total: null }], loss)];
}
