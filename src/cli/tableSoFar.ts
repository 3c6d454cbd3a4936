import { shownAll } from '../port/shown.ts';
import { applyExpected, type ExpectedFailure } from '../report/expectedFailures.ts';
import type { RunResult } from '../report/result.ts';
import { styleFor } from '../report/style.ts';
import { tableSoFar } from '../report/table.ts';
import { print } from './standardOutput.ts';

/** The table of a run, printed as far as its chapters have ended: whoever stops it has seen as much. */
export class TableSoFar {
  /** What was printed. */
  printed = '';
  readonly #expected: readonly ExpectedFailure[];
  readonly #before: () => void;

  /**
   * @param expected - failures that are expected
   * @param before - called before anything is printed
   */
  constructor(expected: readonly ExpectedFailure[], before: () => void) {
    this.#expected = expected;
    this.#before = before;
  }

  /** Prints what a result adds to what was printed. */
  show(soFar: RunResult): void {
    const text = tableSoFar(shownAll(applyExpected(soFar, this.#expected)), styleFor(process.stdout));
    if (!text.startsWith(this.printed)) return;
    this.#before();
    void print(text.slice(this.printed.length));
    this.printed = text;
  }
}
