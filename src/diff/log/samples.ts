import { type FromOne, fromOne } from './fromOne.ts';
import type { SampleEvent } from './log.ts';

/** `sample  1: kamon`, `Sample 0 : name`, `[LOG] sample #01 = name`, `sample: name`; the name may be empty. */
const SAMPLE_LINE = /^\s*(?:\[[^\]]{0,40}\]\s*)?sample\s*#?\s*(\d{1,15})?(?:\s*\/\s*\d{1,15})?\s*(?:[:=|]|->)(.*)$/i;
/** What ports print before the names: `--- inference (new, hallucinated names) ---`, `samples:`, `Generated names:`. */
const HEADING = /(?<![a-z])(?:inference|samples?|generat(?:ed|ing|ion)|hallucinat(?:ed|ions?))(?![a-z])/i;
/** The longest heading. */
const MOST_HEADING = 200;
/** A name on a line of its own, perhaps with a number or dash before it: `kamon`, `1. kamon`, `- kamon`, `"kamon"`. */
const BARE_NAME = /^\s*(?:\d{1,9}(?:[.:)]\s*|\s+)|[-*]\s+)?(["']?)([\p{L}\p{M}'-]{1,200})\1\s*$/u;
const QUOTED = /^(["'])(.*)\1$/;

/**
 * Reads a line that names a sample by the word.
 *
 * @returns null where the line is none
 */
export function readSample(line: string): SampleEvent | null {
  const sample = SAMPLE_LINE.exec(line);
  if (!sample) return null;
  const name = sample[2].trim().replace(QUOTED, '$2');
  return { kind: 'sample', index: sample[1] === undefined ? null : Number(sample[1]), name };
}

/** The samples of a log, in bounded memory. */
export class Samples {
  /** Samples that are not kept. */
  outside = 0;
  readonly #byIndex = new Map<number, string>();
  readonly #most: number;
  /** Samples without numbers since the last loss: training goes before the samples that count. */
  #unnumbered = 0;
  #state: 'training' | 'trained' | 'names' = 'training';

  /** @param most - samples that are kept: 1 to most, or from 0 where the log counts from there */
  constructor(most: number) {
    this.#most = most;
  }

  /** There was a loss: names on lines of their own are samples behind the next heading alone. */
  lossSeen(): void {
    this.#state = 'trained';
    this.#unnumbered = 0;
  }

  /** Takes a line that holds no loss. */
  take(line: string): void {
    const sample = readSample(line);
    if (sample) this.add(sample);
    else if (this.#state === 'names') this.#takeBare(line);
    else if (this.#state === 'trained' && line.length <= MOST_HEADING && HEADING.test(line)) this.#state = 'names';
  }

  add({ index, name }: SampleEvent): void {
    const number = index ?? ++this.#unnumbered;
    if (number <= this.#most) this.#byIndex.set(number, name);
    else this.outside++;
  }

  /** The name of each sample; the last, where the log has a sample more than once. */
  fromOne(): FromOne<string> {
    return fromOne(this.#byIndex, this.#most);
  }

  /** A line of one word; beyond the last sample they are the port's closing words. */
  #takeBare(line: string): void {
    const name = this.#unnumbered < this.#most ? BARE_NAME.exec(line) : null;
    if (name) this.add({ kind: 'sample', index: null, name: name[2] });
  }
}
