import { columnsOf } from '../rows/columns.ts';
import { parseGrouped } from '../rows/grouped.ts';
import type { NamedSample, Row } from '../rows/row.ts';
import { rowOf } from '../rows/rowOf.ts';
import type { ValueParts } from './valueReader.ts';

/** Members of an object, and items of a list, at the most. */
const MOST_MEMBERS = 20_000;
/** Lists of samples, or members that hold one. */
const SAMPLES = /(?:^|[._/])(?:samples?|names?|generated(?:_names)?|hallucinated|generations?)$/i;
const SAMPLE_INDEX = ['index', 'i', 'id', 'idx', 'n', '#', 'sample'];
const SAMPLE_NAME = ['name', 'text', 'sample', 'generated', 'output', 'word'];
/** Members that hold the lines of a log, in the output of containers, journals and notebooks. */
const LINES = /^(?:log|msg|message|text|line|content|output|stdout|textpayload|event)$/i;
/** Code and prose of notebooks, and the examples in this suite's own results. */
const NO_OUTPUT = /^(?:source|clauses|checks|metadata)$/;
const INDEX = /^\d{1,15}$/;
const EPOCH_SECONDS = 1e8;

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
    return frame.isText || (key ?? frame.key) === null || LINES.test(key ?? '')
      ? frame.isText || (key !== null && /\s/.test(text))
      : /\d/.test(text) && /loss\b.*\d|sample\s+\d/i.test(text);
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
    if (frame.members.size > 1 && [...frame.members.keys()].every((name) => INDEX.test(name))) {
      parent.lists.set(key, [...frame.members.values()]);
      return;
    }
    for (const [name, text] of frame.members) parent.members.set(`${key}.${name}`, text);
    for (const [name, items] of frame.lists) parent.lists.set(`${key}.${name}`, items);
  }

  /** An object: a step with its loss, or a sample. */
  #takeRecord({ members }: Pick<Frame, 'members'>, listName: string | null): void {
    const columns = columnsOf([...members.keys()]);
    const text = columns === null ? undefined : members.get(columns.loss);
    if (columns !== null && text !== undefined) {
      const others = columns.others.some((name) => Number.isFinite(Number.parseFloat(members.get(name) ?? '')));
      if (text === 'null' && others) return;
      const counters = columns.steps.map((name) => ({ name, text: members.get(name) ?? '', total: null }));
      const row = rowOf('jsonl', columns.rank, columns.loss, counters, text);
      this.#tell((log) => log.row(row));
      return;
    }
    const name = SAMPLE_NAME.map((key) => members.get(key)).find((value) => value !== undefined && !INDEX.test(value));
    const isSample = members.has('sample') || (listName !== null && SAMPLES.test(listName));
    if (!isSample || name === undefined) return;
    const index = SAMPLE_INDEX.map((key) => members.get(key)).find((value) => value !== undefined && INDEX.test(value));
    this.#tell((log) => log.samples([{ kind: 'sample', index: index === undefined ? null : Number(index), name }]));
  }

  /** The lists of an object, or one without a name: of losses with their steps, of samples. */
  #takeLists(lists: ReadonlyMap<string, readonly string[]>): void {
    const columns = columnsOf([...lists.keys()], true);
    const items = lists.get(columns?.loss ?? '') ?? [];
    const losses = columns === null && items.some((text) => parseGrouped(text) === null) ? [] : items;
    const loss = columns?.loss ?? '';
    const steps = (columns?.steps ?? []).filter((name) => lists.get(name)?.length === losses.length);
    losses.forEach((text, i) => {
      const counters = steps.map((name) => ({ name, text: lists.get(name)?.[i] ?? '', total: null }));
      const row = rowOf('json', columns?.rank ?? 'numbers', loss, counters, text);
      this.#tell((log) => log.row(row));
    });
    const names = [...lists].find(([name]) => SAMPLES.test(name))?.[1];
    if (names === undefined) return;
    this.#tell((log) => log.samples(names.map((name, i) => ({ kind: 'sample', index: i + 1, name }))));
  }

  /** A list within a list: a row of a table, under the names that stand beside it, or step and loss. */
  #takeTuple(items: readonly string[]): void {
    const header = this.#frames.findLast(({ kind }) => kind === 'object')?.lists.get('columns');
    if (header?.length === items.length) {
      this.#takeRecord({ members: new Map(header.map((name, i) => [name, items[i]])) }, null);
      return;
    }
    const [step, loss] = items.length === 3 && Number(items[0]) > EPOCH_SECONDS ? items.slice(1) : items;
    if (items.length > 3 || loss === undefined || !INDEX.test(step)) return;
    const row = rowOf('json', 'numbers', '', [{ name: 'number before the loss', text: step, total: null }], loss);
    this.#tell((log) => log.row(row));
  }
}
