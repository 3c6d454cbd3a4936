import { type FromOne, fromOne } from './fromOne.ts';
import type { NamedSample } from './rows/row.ts';
import { owned } from './text/owned.ts';

/** The words for a sample that has a number. */
const WORD = String.raw`(?:sample|name|generated|generation|output|hallucination)`;
const NAMES_SAMPLE = /sample|name|generat|output|hallucinat/i;
/** A remark between number and name: `sample 1 (temperature 0.5): kamon`. */
const REMARK = String.raw`(?:\s*\([^()]{0,60}\)|\s*\[[^\][]{0,60}\]|,[^:=|,]{0,60})?`;
/** `sample  1: kamon`, `Sample 0 : name`, `sample #01 = name`, `sample: 0: name`, `Sample 1/20 -> name`. */
const NUMBERED = new RegExp(
  String.raw`(?<![\p{L}\d_])${WORD}\s*[#:]?\s*\[?(\d{1,15})\]?(?:\s*\/\s*\d{1,15})?${REMARK}(?:\s*(?:[:=|]|->|→)|\t)[ \t]*`,
  'giu',
);
/** `sample: name`; the name may be empty. */
const UNNUMBERED = new RegExp(String.raw`^\s*["']?sample${REMARK}\s*(?:[:=|]|->|→)(.*)$`, 'iu');
/** What ports print before the names: `--- inference (new, hallucinated names) ---`, `samples:`, `Generated names:`. */
const HEADING = /(?<!\p{L})(?:inference|samples?|generat(?:ed|ing|ion)|hallucinat(?:ed|ions?))(?!\p{L})/iu;
const NAMES_HEADING = /^[^\p{L}\d]*(?:the\s+)?(?:\p{L}+\s+){0,3}names[^\p{L}\d]*$/iu;
/** A heading with the names behind it: `samples: kamon, ann`, `samples = ['kamon', 'ann']`. */
const INLINE = /^[^\p{L}]*(?:samples|(?:\p{L}+[ _]){0,2}names|generated)["']?\s*[:=]\s*(?=[^\s])/iu;
/** The longest heading. */
const MOST_HEADING = 200;
const LETTERS = String.raw`[\p{L}\p{M}'-]{1,200}`;
/** A name on a line of its own, perhaps with a number or dash before it: `kamon`, `1. kamon`, `- kamon`, `"kamon"`. */
const BARE_NAME = new RegExp(
  String.raw`^\s*(?:[#(\[]?(\d{1,9})(?:[.:)\]]\s*|\s*\|\s*|\s+)|[-*•]\s+)?(["']?)(${LETTERS})\2,?\s*$`,
  'u',
);
/** Several of these on a line: ` 1: kamon   2: ann`. */
const NUMBERED_NAMES = new RegExp(String.raw`\s*[#(\[]?(\d{1,9})[.:)\]|]+\s*(["']?)(${LETTERS})\2[\s,;|]*`, 'uy');
const COLUMNS = /\s*[,;|]\s*|\t+|\s{2,}/;
const QUOTED = /^(["'])(.*)\1$/;
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

/** A heading of samples. */
export interface Heading {
  readonly line: number;
  readonly text: string;
}

/**
 * Reads a line that names samples by the word, one or several.
 *
 * @returns none where the line is none
 */
export function readSamples(line: string): readonly NamedSample[] {
  if (!NAMES_SAMPLE.test(line)) return [];
  const found = [...line.matchAll(NUMBERED)];
  if (found.length > 0) {
    return found.map((match, i): NamedSample => {
      const from = match.index + match[0].length;
      const text = line.slice(from, found[i + 1]?.index);
      const quote = match.index > 0 ? line[match.index - 1] : '';
      const end = quote === '"' ? text.indexOf(quote) : -1;
      return {
        kind: 'sample',
        index: Number(match[1]),
        name: nameOf(end < 0 ? text : text.slice(0, end), found.length > 1),
      };
    });
  }
  const sample = UNNUMBERED.exec(line);
  return sample === null ? [] : [{ kind: 'sample', index: null, name: nameOf(sample[1], false) }];
}

/** Whether a line announces samples. */
export function isHeading(line: string): boolean {
  return line.length <= MOST_HEADING && (HEADING.test(line) || NAMES_HEADING.test(line));
}

/** The samples of a log, in bounded memory. */
export class Samples {
  /** Samples that stand for none: `sample 1: ...`. */
  placeholders = 0;
  /** The last heading with no samples behind it. */
  #heading: Heading | null = null;
  readonly #batches: Batch[] = [];
  readonly #most: number;
  #state: 'training' | 'trained' | 'names' = 'training';
  #isOpen = false;
  #unnumbered = 0;
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
    const inline = INLINE.exec(peeled);
    if (inline !== null && this.#takeInline(peeled.slice(inline[0].length), at)) return true;
    if (this.#takesBare && this.#takeBare(peeled, at)) return true;
    if (!isHeading(peeled)) return false;
    this.#heading = { line: at, text: owned(peeled.trim()) };
    if (this.#state === 'trained') this.#state = 'names';
    return true;
  }

  /** Takes samples that stand together. */
  addAll(samples: readonly NamedSample[], at: number): void {
    for (const { index, name } of samples) {
      if (PLACEHOLDER.test(name)) this.placeholders++;
      else this.#add(index, name, at);
    }
  }

  /**
   * The name of each sample from a line on; the last, where the log has a sample more than once.
   *
   * @param to - the line of the next run
   */
  fromOne(from = 0, to = Number.POSITIVE_INFINITY, hasLosses = true): FromOne<string> & { readonly outside: number } {
    const batches = this.#batches.filter(({ line }) => line >= from && line < to);
    const byIndex = new Map(batches.flatMap((batch) => [...batch.byIndex]));
    if (byIndex.size === 0 && !hasLosses) {
      for (const [i, name] of this.#early.entries()) byIndex.set(i + 1, name);
    }
    return { ...fromOne(byIndex, this.#most), outside: batches.reduce((sum, { outside }) => sum + outside, 0) };
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

  #takeInline(text: string, at: number): boolean {
    const names = text.replace(/^[[(]|[\])]\s*[,;]?\s*$/g, '').split(/[\s,;]+/);
    const bare = names.filter((name) => name !== '').map((name) => BARE_NAME.exec(name)?.[3]);
    if (bare.length < 2 || bare.some((name) => name === undefined) || !/[,"']/.test(text)) return false;
    this.addAll(
      bare.map((name, i) => ({ kind: 'sample', index: i + 1, name: name ?? '' })),
      at,
    );
    return true;
  }

  /** A line of one word, or of several in columns; beyond the last sample they are the port's closing words. */
  #takeBare(line: string, at: number): boolean {
    const isFull = this.#isOpen && this.#bare >= this.#most;
    if (isFull || this.#early.length >= this.#most) return false;
    const names = bareNames(line);
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

/** The names of a line that holds nothing else; with their numbers where there are several. */
function bareNames(line: string): { readonly index: number | null; readonly name: string }[] {
  const one = BARE_NAME.exec(line);
  if (one !== null)
    return isHeading(line) ? [] : [{ index: one[1] === undefined ? null : Number(one[1]), name: one[3] }];
  const numbered: { index: number; name: string }[] = [];
  NUMBERED_NAMES.lastIndex = 0;
  for (let match = NUMBERED_NAMES.exec(line); match !== null; match = NUMBERED_NAMES.exec(line)) {
    numbered.push({ index: Number(match[1]), name: match[3] });
    if (NUMBERED_NAMES.lastIndex === line.length) return numbered;
  }
  const columns = line.trim().split(COLUMNS);
  const names = columns.map((column) => BARE_NAME.exec(column)?.[3]);
  if (columns.length < 2 || names.some((name) => name === undefined)) return [];
  return names.map((name) => ({ index: null, name: name ?? '' }));
}

/** A name without what separates it from the next, and without quotes. */
function nameOf(text: string, isOneOfSeveral: boolean): string {
  const name = text.trim().replace(/\s*(?:\\[rn])+$/, '');
  return (isOneOfSeveral ? name.replace(/\s*[,;|]+$/, '') : name).replace(QUOTED, '$2');
}
