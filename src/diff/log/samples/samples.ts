import { type FromOne, fromOne } from '../fromOne.ts';
import type { NamedSample } from '../rows/row.ts';
import { owned } from '../text/owned.ts';
import { bareNames, inlineNames } from './bareNames.ts';
import { isHeading } from './heading.ts';
import { readSamples } from './sampleLine.ts';

/** A word that stands for a name: dots, dashes, question marks. */
const PLACEHOLDER = /^(?:\.{2,}|…|\?+|<[^<>]*>)$/;
/** Times that samples come between losses which are kept apart. */
const MOST_BATCHES = 1000;

/** Samples without a loss between them. */
interface Batch {
  /** The line of the first. */
  readonly line: number;
  readonly byIndex: Map<number, string>;
  outside: number;
}

/** The samples of a run, from 1. */
interface RunSamples extends FromOne<string> {
  readonly outside: number;
  /** The one whose line has no end; null where there is none. */
  readonly unended: number | null;
}

/** A heading of samples. */
interface Heading {
  readonly line: number;
  readonly text: string;
}

/** The samples of a log, in bounded memory. */
export class Samples {
  /** Samples that stand for none: `sample 1: ...`. */
  placeholders = 0;
  /** Whether the line that is taken has no end, so that its last name may be cut off. */
  isUnended = false;
  /** The last heading with no samples behind it. */
  #heading: Heading | null = null;
  readonly #batches: Batch[] = [];
  /** Names of another program: they count where there are no others. */
  readonly #ofReference = new Map<number, string>();
  readonly #most: number;
  #state: 'training' | 'trained' | 'names' = 'training';
  #isOpen = false;
  #unnumbered = 0;
  /** The last sample that the word and a number name, in the batch that is open; null where there is none. */
  #lastNumbered: number | null = null;
  /** The sample behind the last line end. */
  #unended: { readonly batch: Batch; readonly number: number } | null = null;
  /** Names on lines of their own in this batch. */
  #bare = 0;
  /** Names behind a heading before any loss: they count where the log has no loss at all. */
  readonly #early: string[] = [];

  /** @param most - samples that are kept: 1 to most, or from 0 where the log counts from there */
  constructor(most: number) {
    this.#most = most;
  }

  /** There was a loss: names on lines of their own are samples behind the next heading alone. */
  lossSeen(): void {
    this.#state = 'trained';
    this.#isOpen = false;
    this.#lastNumbered = null;
  }

  /** A heading that nothing came of; null where samples followed, or there is none. */
  get emptyHeading(): Heading | null {
    return this.#heading;
  }

  /** The line of the first samples behind a line, and how many there are; null where there are none. */
  isBetween(from: number, to: number): boolean {
    return this.#batches.some(({ line }) => line > from && line < to);
  }

  /**
   * Takes a line that holds no loss.
   *
   * @param line - as it is, without quotation
   * @param peeled - without what loggers put before it
   * @returns whether it is a sample, or announces some
   */
  take(line: string, peeled: string, at: number): boolean {
    const samples = readSamples(line);
    const all = samples.length > 0 ? samples : readSamples(peeled);
    if (all.length > 0) {
      this.addAll(all, at);
      return true;
    }
    const inline = inlineNames(peeled);
    this.addAll(inline, at);
    if (inline.length > 0) return true;
    if (this.#takesBare && this.#takeBare(peeled, at)) return true;
    if (!isHeading(peeled)) return false;
    this.#heading = { line: at, text: owned(peeled.trim()) };
    if (this.#state === 'trained') this.#state = 'names';
    return true;
  }

  /** Takes samples that stand together. */
  addAll(samples: readonly NamedSample[], at: number): void {
    for (const { index, name, ofReference } of samples) {
      if (PLACEHOLDER.test(name)) this.placeholders++;
      else if (ofReference) this.#addOfReference(index, name);
      else {
        this.#add(index, name, at);
        this.#lastNumbered = index;
      }
    }
  }

  /**
   * The name of each sample from a line on; the last, where the log has a sample more than once.
   *
   * @param to - the line of the next run
   */
  fromOne(from = 0, to = Number.POSITIVE_INFINITY, hasLosses = true): RunSamples {
    const batches = this.#batches.filter(({ line }) => line >= from && line < to);
    const byIndex = new Map(batches.flatMap((batch) => [...batch.byIndex]));
    const hasNone = byIndex.size === 0 && from === 0;
    if (hasNone) for (const [number, name] of this.#ofReference) byIndex.set(number, name);
    if (byIndex.size === 0 && !hasLosses) {
      for (const [i, name] of this.#early.entries()) byIndex.set(i + 1, name);
    }
    const numbered = fromOne(byIndex, this.#most);
    const last = this.#unended !== null && batches.includes(this.#unended.batch) ? this.#unended.number : null;
    return {
      ...numbered,
      outside: batches.reduce((sum, { outside }) => sum + outside, 0),
      unended: last === null ? null : last + Number(numbered.zeroBased),
    };
  }

  get #takesBare(): boolean {
    return this.#state === 'names' || (this.#state === 'training' && this.#heading !== null);
  }

  #add(index: number | null, name: string, at: number): void {
    this.#heading = null;
    const batch = this.#batch(at);
    const number = index ?? ++this.#unnumbered;
    if (number <= this.#most) batch.byIndex.set(number, owned(name));
    else batch.outside++;
    if (this.isUnended) this.#unended = { batch, number };
  }

  /** Behind samples with numbers a word alone is none, but the name of one that its own line left out. */
  #takeBehind(names: readonly NamedSample[]): boolean {
    const number = this.#lastNumbered ?? 0;
    const batch = this.#batches.at(-1);
    if (names.length !== 1 || batch?.byIndex.get(number) !== '') return false;
    batch.byIndex.set(number, owned(names[0].name));
    if (this.isUnended) this.#unended = { batch, number };
    return true;
  }

  #addOfReference(index: number | null, name: string): void {
    const number = index ?? this.#ofReference.size + 1;
    if (number <= this.#most) this.#ofReference.set(number, owned(name));
  }

  #batch(line: number): Batch {
    const last = this.#batches.at(-1);
    if (last !== undefined && this.#isOpen) return last;
    this.#isOpen = true;
    this.#unnumbered = 0;
    this.#bare = 0;
    if (last !== undefined && this.#batches.length === MOST_BATCHES) return last;
    const batch = { line, byIndex: new Map<number, string>(), outside: 0 };
    this.#batches.push(batch);
    return batch;
  }

  /** A line of one word, or of several in columns; beyond the last sample they are the port's closing words. */
  #takeBare(line: string, at: number): boolean {
    const isFull = this.#isOpen && this.#bare >= this.#most;
    if (isFull || this.#early.length >= this.#most) return false;
    const names = bareNames(line);
    // The first word behind a heading, cut off, may be the beginning of `sample  1: ...` too.
    if (this.isUnended && names.length === 1 && !(this.#isOpen || this.#early.length > 0)) return false;
    if (this.#lastNumbered !== null && names.some(({ index }) => index === null)) return this.#takeBehind(names);
    for (const { index, name } of names) {
      if (this.#state === 'training') this.#early.push(owned(name));
      else this.#add(index, name, at);
      this.#bare++;
      // A name without a number behind one with its number is the next.
      this.#unnumbered = Math.max(this.#unnumbered, index ?? 0);
    }
    return names.length > 0;
  }
}
