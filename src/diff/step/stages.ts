import { exacts } from '../../port/balls.ts';
import { judged, type StageResult } from './stageResult.ts';
import type { Row } from './stepModel.ts';

/** The stages of a step as they are judged, in the order of execution. */
export class Stages {
  readonly results: StageResult[] = [];
  /** Values of the forward pass by their names without the position, of which one at least is wrong. */
  readonly wrongForward = new Set<string>();
  /** Values that have not the shape that is due: nothing is judged by them. */
  readonly #misshapen = new Set<string>();

  /**
   * Judges a row of the forward pass.
   *
   * @param name - as in a trace, `pos0.layer0.q`
   * @param own - the port's; undefined where the dump has none
   * @param length - how long it must be; null where the dump does not tell
   * @param due - from the port's own values before it; null where these are not in the dump
   * @returns what is used from here on: the port's own where there is one; null where its shape is not the due one
   */
  row(name: string, own: readonly number[] | undefined, due: Row, length: number | null): Row {
    if (own === undefined) {
      this.results.push({ part: 'forward', name, status: 'not given' });
      return due;
    }
    const [first] = this.#misshapen;
    const because =
      first === undefined ? undefined : `what it is made of is not in the dump, or as ${first} of another shape`;
    const fits = length === null || own.length === length;
    const result: StageResult =
      fits || (due === null && first !== undefined)
        ? judged('forward', name, own, due, null, because)
        : { part: 'forward', name, status: 'shape', got: [own.length], due: [length] };
    if (result.status === 'shape') this.#misshapen.add(name);
    if (result.status === 'shape' || result.status === 'wrong') this.wrongForward.add(withoutPosition(name));
    this.results.push(result);
    return fits && result.status !== 'shape' ? exacts(own) : null;
  }
}

/** `layer0.q` of `pos3.layer0.q`; heads alike. */
export function withoutPosition(name: string): string {
  return name.replace(/^pos\d+\./, '').replace(/head\d+\./, '');
}
