import { columnsOf } from '../rows/columns.ts';
import { parseGrouped } from '../rows/grouped.ts';
import { looksLikeLoss } from '../rows/looksLikeLoss.ts';
import { isOfReference } from '../rows/ofReference.ts';
import type { NamedSample, Row } from '../rows/row.ts';
import { besideReference, rowOf } from '../rows/rowOf.ts';
import { INDEX, SAMPLES } from './jsonEvents.ts';

/** Numbers and words of a list, or of an object whose names are numbers: these are `indices`. */
export interface ValueList {
  readonly items: readonly string[];
  readonly indices: readonly string[] | null;
}

/** What is known of lists from around them. */
export interface ListContext {
  /** The name of the reference that they are of; null where they are the port's. */
  readonly reference: string | null;
  /** Whether what is around them says which part of a run they are, so that they begin none. */
  readonly isPart: boolean;
  /** Whether the document ended within them: then lists that belong together are not of one length. */
  readonly isTorn: boolean;
}

/** An object whose names are numbers, as a list in their order; null where it is another. */
export function indexedList(members: ReadonlyMap<string, string>): ValueList | null {
  const all = [...members].sort(([a], [b]) => Number(a) - Number(b));
  if (all.length === 0 || !all.every(([name]) => INDEX.test(name))) return null;
  return { indices: all.map(([name]) => name), items: all.map(([, text]) => text) };
}

/** What the lists of an object say, or one without a name: losses with their steps, samples; of several runs in turn. */
export function listEvents(
  lists: ReadonlyMap<string, ValueList>,
  context: ListContext,
): readonly (Row | NamedSample)[] {
  return runsOf(lists).flatMap((run) => [...lossRows(run, context), ...samplesOf(run, context)]);
}

/** The lists of each run: of objects beside each other, each with losses of its own, each is one. */
function runsOf(lists: ReadonlyMap<string, ValueList>): ReadonlyMap<string, ValueList>[] {
  const parts = new Map<string, [string, ValueList][]>();
  for (const [name, list] of lists) parts.set(prefixOf(name), [...(parts.get(prefixOf(name)) ?? []), [name, list]]);
  const shared = parts.get('') ?? [];
  const runs = [...parts].filter(([, part]) => {
    const columns = columnsOf(
      part.map(([name]) => name),
      true,
    );
    return columns !== null && columns.rank !== 'reference';
  });
  if (runs.length < 2 || runs.some(([prefix]) => prefix === '')) return [lists];
  return runs.map(([prefix, part]) => {
    const own = part.map(([name, list]): [string, ValueList] => [name.slice(prefix.length), list]);
    return new Map([...own, ...shared]);
  });
}

function lossRows(lists: ReadonlyMap<string, ValueList>, { reference, isPart, isTorn }: ListContext): Row[] {
  const columns = columnsOf([...lists.keys()], true);
  const loss = columns?.loss ?? '';
  const { items = [], indices = null } = lists.get(loss) ?? {};
  const isLosses = columns !== null || items.every((text) => parseGrouped(text) !== null);
  if (!isLosses || (columns === null && indices !== null && !items.some(looksLikeLoss))) return [];
  const fits = ({ items: steps }: ValueList) => steps.length === items.length || isTorn;
  const named = (columns?.steps ?? []).flatMap((name) => {
    const list = lists.get(name);
    return list !== undefined && fits(list) ? [{ name, texts: list.items }] : [];
  });
  const steps = named.length === 0 && indices !== null ? [{ name: 'step', texts: indices }] : named;
  const rank = reference === null ? (columns?.rank ?? 'numbers') : 'reference';
  const name = reference === null ? loss : `${reference}.${loss}`;
  const rows = items.slice(0, Math.min(...steps.map(({ texts }) => texts.length), items.length)).map((text, i): Row => {
    const counters = steps.map((step) => ({ name: step.name, text: step.texts[i], total: null }));
    return besideReference(rowOf('json', rank, name, counters, text), columns?.over);
  });
  return isPart || columns === null || rows.length < 2
    ? rows
    : rows.map((row, i) => (i === 0 ? { ...row, beginsRun: true } : row));
}

function samplesOf(lists: ReadonlyMap<string, ValueList>, { reference }: ListContext): NamedSample[] {
  const all = [...lists].filter(([name]) => SAMPLES.test(name));
  const [name, list] = all.find(([name]) => !isOfReference(name)) ?? all[0] ?? ['', undefined];
  const ofReference = reference !== null || isOfReference(name);
  return (list?.items ?? []).map((name, i) => ({ kind: 'sample', index: i + 1, name, ofReference }));
}

function prefixOf(name: string): string {
  return name.slice(0, name.lastIndexOf('.') + 1);
}
