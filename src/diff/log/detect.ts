import { csvFormat } from './formats/csv.ts';
import type { Format, FormatName, LineReader } from './formats/format.ts';
import { jsonlFormat } from './formats/jsonl.ts';
import { microgptFormat } from './formats/microgpt.ts';
import { numbersFormat } from './formats/numbers.ts';
import { pairsFormat } from './formats/pairs.ts';
import type { LogEvent } from './log.ts';
import { Tally } from './tally.ts';

/** All formats, in the order in which a line is offered to them: the first that reads it has it. */
const FORMATS: readonly Format[] = [jsonlFormat, microgptFormat, csvFormat, pairsFormat, numbersFormat];

/** What is being read, and what was found so far. */
interface Candidate {
  readonly format: FormatName | 'pattern';
  readonly named: boolean;
  readonly read: LineReader;
  readonly losses: Tally;
}

/**
 * Finds the format of a log while reading it. Each line goes to the first format that takes it, each format collects
 * what it is given, and at the end one of them has the log: lines that name the loss come before bare numbers, however
 * few they are (a dump of parameters has thousands of numbers), and among equals the most lines win.
 */
export class Detector {
  #candidates: readonly Candidate[];

  /**
   * @param chosen - the format that the user named, or the reader of their pattern; null to find it
   * @param mostSteps - steps that each format keeps
   */
  constructor(chosen: FormatName | LineReader | null, mostSteps: number) {
    const losses = () => new Tally(mostSteps);
    const formats = FORMATS.filter(({ name }) => chosen === null || name === chosen);
    this.#candidates =
      typeof chosen === 'function'
        ? [{ format: 'pattern', named: true, read: chosen, losses: losses() }]
        : formats.map(({ name, named, reader }) => ({
            format: name,
            named: named || chosen !== null,
            read: reader(chosen !== null),
            losses: losses(),
          }));
  }

  /**
   * Takes the next line.
   *
   * @param ended - whether a line end followed it
   * @returns what it says; null where it says nothing in any format
   */
  take(line: string, ended: boolean): LogEvent | null {
    for (const { named, read, losses } of this.#candidates) {
      const event = read(line);
      if (event === null) continue;
      if (event.kind === 'loss') {
        if (ended) losses.add(event);
        else losses.addUnended(event);
        if (named) this.#dropUnnamed();
      }
      return event;
    }
    return null;
  }

  /**
   * The format that has the log, and its losses; no format where there are none.
   *
   * @param binary - whether the log is no text: bare numbers in it are chance
   */
  best(binary: boolean): { readonly format: FormatName | 'pattern' | null; readonly losses: Tally } {
    const found = this.#candidates.filter(({ named, losses }) => losses.lines > 0 && (named || !binary));
    const named = found.filter((candidate) => candidate.named);
    const [best] = (named.length > 0 ? named : found).sort((a, b) => b.losses.lines - a.losses.lines);
    return best ?? { format: null, losses: new Tally(0) };
  }

  #dropUnnamed(): void {
    if (this.#candidates.some(({ named }) => !named)) {
      this.#candidates = this.#candidates.filter(({ named }) => named);
    }
  }
}
