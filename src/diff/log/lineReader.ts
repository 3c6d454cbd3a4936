import { HeaderReader } from './header.ts';
import { JsonParts } from './json/jsonParts.ts';
import { NumberLike } from './numberLike.ts';
import { BareReader } from './rows/bare.ts';
import { Groups } from './rows/groups.ts';
import { readNamed } from './rows/named.ts';
import type { FormatName, LineReader, NamedSample, Row } from './rows/row.ts';
import { TableReader } from './rows/table.ts';
import { Template } from './rows/template.ts';
import { Samples } from './samples/samples.ts';
import { Prefixes, withoutEdges } from './text/prefix.ts';
import { unquoted } from './text/unquote.ts';

/** Names a loss, in any of the words for one. */
const NAMES_LOSS = /loss|nll|xent|cost|objective|entropy|perte|verlust|pérdida|损失|損失|потери/i;
/** Begins what is read in a line that names its loss. */
const BEGINS = /(?:step|iter|epoch|batch|loss|["'{])/i;
const HAS_DIGIT = /\d/;
const MAY_BE_NUMBER = /\d|^\W*(?:nan|inf|∞)/i;
/** A line holds at most as many things as it has characters. */
const PART = 2 ** -17;
const LINE_ENDS = /\r\n|[\r\n]/;

/** Reads a log line by line, each in the first form that takes it, and keeps what it finds. */
export class LogReader {
  readonly groups: Groups;
  readonly samples: Samples;
  /** What stands before the first loss. */
  readonly header = new HeaderReader();
  /** Lines that look like losses and are none that is known. */
  readonly numberLike = new NumberLike();
  /** Reads JSON that is more than a line. */
  readonly values = new JsonParts({
    row: (row) => {
      this.#isJson = true;
      this.#takeRow(row, '', true);
    },
    samples: (names) => {
      this.#isJson = true;
      this.samples.addAll(names, this.#next());
    },
    text: (text) => {
      this.#isJson = true;
      for (const line of text.split(LINE_ENDS)) if (line !== '') this.#takeLine(line, true);
    },
  });
  /** The first row of a table with more cells than its header, and how many there are. */
  tooLong: { readonly line: number; readonly cells: number; readonly header: number; count: number } | null = null;
  /** Whether losses or samples came from within a value: then lines have no numbers. */
  hasValues = false;
  /** Whether JSON has said something. */
  #isJson = false;
  readonly #chosen: FormatName | LineReader | null;
  readonly #bare: BareReader;
  readonly #table = new TableReader();
  readonly #prefixes = new Prefixes();
  readonly #template = new Template();
  readonly #onStep: (step: number) => void;
  #hasLoss = false;
  /** Lines so far, and a small part of one for each thing that a line holds. */
  #at = 0;

  /**
   * @param chosen - the form that the user named, or the reader of their pattern; null to find it
   * @param onStep - is told the step of each loss, as far as it is known
   */
  constructor(
    chosen: FormatName | LineReader | null,
    limits: { readonly steps: number; readonly samples: number },
    onStep: (step: number) => void,
  ) {
    this.#chosen = chosen;
    this.#bare = new BareReader(chosen === 'pairs' || chosen === 'numbers' ? chosen : null);
    this.groups = new Groups(limits.steps);
    this.samples = new Samples(limits.samples);
    this.#onStep = onStep;
  }

  /** Whether the log is JSON, or holds no losses at all, and ends within a value. */
  get isTorn(): boolean {
    return this.values.isTorn && (this.#isJson || this.groups.isEmpty);
  }

  /** Takes the next line. */
  take(line: string, isEnded: boolean): void {
    this.#at = Math.floor(this.#at) + 1 - PART;
    this.samples.isUnended = !isEnded;
    if (!this.#hasLoss) this.header.take(line);
    const row = typeof this.#chosen === 'function' ? null : this.#template.read(line);
    if (row !== null) this.#takeRow(row, line, isEnded);
    else if (typeof this.#chosen === 'function') this.#takeByPattern(this.#chosen, line, isEnded);
    else for (const part of unquoted(line)) this.#takeLine(part, isEnded);
  }

  #takeByPattern(read: LineReader, line: string, isEnded: boolean): void {
    const events = read(line);
    const at = this.#next();
    for (const event of events) this.#takeEvent(event, line, isEnded, at);
    if (events.length > 0) return;
    for (const part of unquoted(line)) this.samples.take(part, withoutEdges(this.#prefixes.peel(part)), at);
  }

  #takeLine(line: string, isEnded: boolean): void {
    const at = this.#next();
    const named = NAMES_LOSS.test(line);
    const rows = named ? readNamed(line) : [];
    const isBeforeTables = rows.length > 0 && rows[0].value !== null;
    if (isBeforeTables) {
      const begins = line.search(BEGINS);
      if (begins > 0) this.#prefixes.learn(line.slice(0, begins));
      for (const row of rows) this.#takeEvent(row, line, isEnded, at);
      if (rows.length === 1) this.#template.learn(line, rows[0]);
      return;
    }
    const peeled = this.#prefixes.peel(line);
    const table = this.#table.read(line.includes('|') ? peeled : line);
    if (table !== null) {
      if (table.tooLong !== null) this.tooLong = { line: at, count: 0, ...table.tooLong, ...this.tooLong };
      if (table.tooLong !== null && this.tooLong !== null) this.tooLong.count++;
      for (const event of table.events) this.#takeEvent(event, line, isEnded, at);
      if (table.isHeader && !named) this.samples.take(line, peeled, at);
      return;
    }
    if (rows.length > 0) {
      for (const row of rows) this.#takeEvent(row, line, isEnded, at);
      return;
    }
    const inner = withoutEdges(peeled);
    const bare = MAY_BE_NUMBER.test(line) || named ? this.#bare.read(named ? line : numbersOf(line, inner)) : [];
    for (const row of bare) this.#takeEvent(row, line, isEnded, at);
    if (bare.length > 0 || this.samples.take(line, inner, at)) return;
    if (HAS_DIGIT.test(line)) this.numberLike.take(line);
  }

  #takeEvent(event: Row | NamedSample, line: string, isEnded: boolean, at: number): void {
    if (event.kind === 'sample') this.samples.addAll([event], at);
    else this.#takeRow(event, line, isEnded, at);
  }

  #takeRow(row: Row, line: string, isEnded: boolean, at = this.#next()): void {
    const { format, rank, counters } = row;
    if (typeof this.#chosen === 'string' && format !== this.#chosen) return;
    if (line === '') this.hasValues = true;
    const isNoise = rank === 'numbers' && this.groups.isNamed;
    this.groups.add(row, at, line, isEnded);
    if (isNoise) return;
    if (rank !== 'numbers') this.#hasLoss = true;
    this.samples.lossSeen();
    this.#onStep(counters[0]?.value ?? at);
  }

  /** Where the next thing stands: the number of its line, and parts behind it where the line holds several. */
  #next(): number {
    this.#at += PART;
    return this.#at;
  }
}

/** A line of numbers: R's number of the first item is one of them, though it looks like a logger's tag. */
function numbersOf(line: string, inner: string): string {
  return /^\s*[[\d.+-]/.test(line) ? line : inner;
}
