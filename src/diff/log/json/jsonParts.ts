import { columnsOf } from '../rows/columns.ts';
import type { NamedSample, Row } from '../rows/row.ts';
import { INDEX, listEvents, recordEvents, tupleEvents } from './jsonEvents.ts';
import type { ValueParts } from './valueReader.ts';

/** Members of an object, and items of a list, at the most. */
const MOST_MEMBERS = 20_000;
/** Members that hold the lines of a log, in the output of containers, journals and notebooks. */
const LINES = /^(?:log|msg|message|text|line|content|output|stdout|textpayload|event)$/i;
/** Code and prose of notebooks, and the examples in this suite's own results. */
const NO_OUTPUT = /^(?:source|clauses|checks|metadata)$/;

interface Frame {
  readonly kind: 'object' | 'list';
  readonly key: string | null;
  readonly members: Map<string, string>;
  /** The members that are lists of numbers and words. */
  readonly lists: Map<string, readonly string[]>;
  readonly items: string[];
  /** Whether a string in this list ended a line: then all of them are text of a log. */
  isText: boolean;
  readonly isOutput: boolean;
}

/** What a value holds for a log. */
export interface LogParts {
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
      isText: false,
      isOutput: parent?.isOutput !== false && !(key !== null && NO_OUTPUT.test(key)),
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
    if (parent?.kind === 'object' && frame.key !== null) parent.lists.set(frame.key, frame.items);
    else if (parent?.kind === 'list') this.#takeTuple(frame.items);
    else this.#takeLists(new Map([['', frame.items]]));
  }

  #closeObject(frame: Frame, parent: Frame | undefined): void {
    if (!frame.isOutput) return;
    if (parent?.kind !== 'object' || frame.key === null) {
      this.#takeRecord(frame, parent?.key ?? null);
      this.#takeLists(frame.lists);
      return;
    }
    const { key } = frame;
    if (INDEX.test(key) && columnsOf([...frame.members.keys()]) !== null) {
      this.#takeRecord(frame, null);
      return;
    }
    if (frame.members.size > 1 && [...frame.members.keys()].every((name) => INDEX.test(name))) {
      parent.lists.set(key, [...frame.members.values()]);
      return;
    }
    for (const [name, text] of frame.members) parent.members.set(`${key}.${name}`, text);
    for (const [name, items] of frame.lists) parent.lists.set(`${key}.${name}`, items);
  }

  /** An object: a step with its loss, or a sample. */
  #takeRecord({ members }: Pick<Frame, 'members'>, listName: string | null): void {
    for (const event of recordEvents(members, listName)) this.#takeEvent(event);
  }

  /** The lists of an object, or one without a name: of losses with their steps, of samples. */
  #takeLists(lists: ReadonlyMap<string, readonly string[]>): void {
    for (const event of listEvents(lists)) this.#takeEvent(event);
  }

  /** A list within a list: a row of a table, under the names that stand beside it, or step and loss. */
  #takeTuple(items: readonly string[]): void {
    const header = this.#frames.findLast(({ kind }) => kind === 'object')?.lists.get('columns') ?? null;
    for (const event of tupleEvents(items, header)) this.#takeEvent(event);
  }

  #takeEvent(event: Row | NamedSample): void {
    this.#tell((log) => (event.kind === 'row' ? log.row(event) : log.samples([event])));
  }
}
