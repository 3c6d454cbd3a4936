import { columnsOf } from '../rows/columns.ts';
import { isOfReference } from '../rows/ofReference.ts';
import type { NamedSample, Row } from '../rows/row.ts';
import { INDEX, recordEvents, tupleEvents } from './jsonEvents.ts';
import { indexedList, listEvents, type ValueList } from './jsonLists.ts';
import type { ValueParts } from './valueReader.ts';

/** Members of an object, and items of a list, at the most. */
const MOST_MEMBERS = 20_000;
/** Members that hold the lines of a log, in the output of containers, journals and notebooks. */
const LINES = /^(?:log|msg|message|text|line|content|output|stdout|textpayload|event)$/i;
/** Code and prose of notebooks, and the examples in this suite's own results. */
const NO_OUTPUT = /^(?:source|clauses|checks|metadata)$/;

/** Members that name the run that an object is of. */
const RUN_NAMES = ['name', 'label', 'run'];
/** Members that say which part of a run an object is of. */
const PART = /(?:^|[._])(?:epoch|step|iter(?:ation)?|update|chunk|part|offset)$/i;

interface Frame {
  readonly kind: 'object' | 'list';
  readonly key: string | null;
  readonly members: Map<string, string>;
  /** The members that are lists of numbers and words. */
  readonly lists: Map<string, ValueList>;
  readonly items: string[];
  /** Losses in the objects of this list so far. */
  records: number;
  /** Whether a string in this list ended a line: then all of them are text of a log. */
  isText: boolean;
  readonly isOutput: boolean;
  /** The name of the reference that it is of, by its own key or one around it; null where it is of none. */
  readonly reference: string | null;
}

/** What a value holds for a log. */
interface LogParts {
  row(row: Row): void;
  samples(names: readonly NamedSample[]): void;
  /** Text that stands in a string. */
  text(text: string): void;
}

/**
 * Finds losses and samples in JSON: objects with a loss, lists of losses, tables in lists, and text of a log in strings.
 */
export class JsonParts implements ValueParts {
  readonly #log: LogParts;
  #frames: Frame[] = [];
  #pending: ((log: LogParts) => void)[] = [];
  #isSettled = false;
  /** Whether the log ended within a value. */
  isTorn = false;

  constructor(log: LogParts) {
    this.#log = log;
  }

  open(kind: 'object' | 'list', key: string | null): void {
    const parent = this.#frames.at(-1);
    this.#frames.push({
      kind,
      key,
      members: new Map(),
      lists: new Map(),
      items: [],
      records: 0,
      isText: false,
      isOutput: parent?.isOutput !== false && !(key !== null && NO_OUTPUT.test(key)),
      reference: parent?.reference ?? (key !== null && isOfReference(key) ? key : null),
    });
  }

  close(): void {
    const frame = this.#frames.pop();
    if (frame === undefined) return;
    const parent = this.#frames.at(-1);
    if (frame.kind === 'list') this.#closeList(frame, parent);
    else this.#closeObject(frame, parent);
  }

  scalar(text: string, isString: boolean, key: string | null): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return;
    if (isString && frame.isOutput && this.#isLogText(frame, text, key)) this.#tell((log) => log.text(text));
    else if (key !== null) {
      if (frame.members.size < MOST_MEMBERS) frame.members.set(key, text);
    } else if (frame.items.length < MOST_MEMBERS) frame.items.push(text);
  }

  done(): void {
    this.settle();
    this.#isSettled = false;
    this.#frames = [];
  }

  forget(): void {
    this.#pending = [];
    this.#frames = [];
  }

  tear(): void {
    this.isTorn = true;
  }

  settle(): void {
    for (const tell of this.#pending) tell(this.#log);
    this.#pending = [];
    this.#isSettled = true;
  }

  #tell(tell: (log: LogParts) => void): void {
    if (this.#isSettled) tell(this.#log);
    else this.#pending.push(tell);
  }

  #isLogText(frame: Frame, text: string, key: string | null): boolean {
    if (/[\r\n]/.test(text)) {
      frame.isText = key === null;
      return true;
    }
    if (frame.isText) return true;
    return key !== null && LINES.test(key) ? /\s/.test(text) : /loss\b.*\d|sample\s+\d/i.test(text);
  }

  #closeList(frame: Frame, parent: Frame | undefined): void {
    if (frame.items.length === 0 || !frame.isOutput) return;
    if (parent?.kind === 'object' && frame.key !== null)
      parent.lists.set(frame.key, { items: frame.items, indices: null });
    else if (parent?.kind === 'list') this.#takeTuple(frame.items);
    else this.#takeLists(new Map([['', { items: frame.items, indices: null }]]), frame);
  }

  #closeObject(frame: Frame, parent: Frame | undefined): void {
    if (!frame.isOutput) return;
    if (parent?.kind !== 'object' || frame.key === null) {
      const indexed = frame.lists.size === 0 ? indexedList(frame.members) : null;
      this.#takeRecord(frame, null);
      this.#takeLists(indexed === null ? frame.lists : new Map([['', indexed]]), frame);
      return;
    }
    const { key } = frame;
    if (INDEX.test(key) && columnsOf([...frame.members.keys()]) !== null) {
      this.#takeRecord(frame, key);
      return;
    }
    const indexed = frame.members.size > 1 ? indexedList(frame.members) : null;
    if (indexed !== null) {
      parent.lists.set(key, indexed);
      return;
    }
    for (const [name, text] of frame.members) parent.members.set(`${key}.${name}`, text);
    for (const [name, items] of frame.lists) parent.lists.set(`${key}.${name}`, items);
  }

  /** An object: a step with its loss, or a sample. One that is cut off may lack what says which. */
  #takeRecord(frame: Frame, index: string | null): void {
    if (this.isTorn) return;
    const list = this.#frames.at(-1);
    const listName = index === null ? (list?.key ?? null) : null;
    const isFirst = list?.kind === 'list' && list.records === 0;
    const events = recordEvents(frame.members, { listName, isFirst, index, reference: referenceOf(frame) });
    if (list !== undefined) list.records += events.length;
    for (const event of events) this.#takeEvent(event);
  }

  /** The lists of an object, or one without a name: of losses with their steps, of samples. */
  #takeLists(lists: ReadonlyMap<string, ValueList>, frame: Frame): void {
    const isPart = [...frame.members.keys()].some((name) => PART.test(name));
    const context = { reference: referenceOf(frame), isPart, isTorn: this.isTorn };
    for (const event of listEvents(lists, context)) this.#takeEvent(event);
  }

  /** A list within a list: a row of a table, under the names that stand beside it, or step and loss. */
  #takeTuple(items: readonly string[]): void {
    const header = this.#frames.findLast(({ kind }) => kind === 'object')?.lists.get('columns')?.items ?? null;
    for (const event of tupleEvents(items, header, this.#frames.at(-1)?.reference ?? null)) this.#takeEvent(event);
  }

  #takeEvent(event: Row | NamedSample): void {
    this.#tell((log) => (event.kind === 'row' ? log.row(event) : log.samples([event])));
  }
}

/** The name of the reference that an object is of, by its key, by a member, or by what is around it; null where it is of none. */
function referenceOf({ reference, members }: Frame): string | null {
  return reference ?? RUN_NAMES.flatMap((name) => members.get(name) ?? []).find(isOfReference) ?? null;
}
