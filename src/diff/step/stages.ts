import { exacts } from '../../port/balls.ts';
import { judged, type StageResult } from './stageResult.ts';
import type { Row } from './stepModel.ts';

/** The stages of a step as they are judged, in the order of execution. */
export class Stages {
  readonly results: StageResult[] = [];
  /** Values of the forward pass by their names without the position, of which one at least is wrong. */
  readonly wrongForward = new Set<string>();

  /**
   * Judges a row of the forward pass.
   *
   * @param name - as in a trace, `pos0.layer0.q`
   * @param own - the port's; undefined where the dump has none
   * @param due - from the port's own values before it; null where these are not in the dump
   * @returns what is used from here on: the port's own where there is one
   */
  row(name: string, own: readonly number[] | undefined, due: Row): Row {
    if (own === undefined) {
      this.results.push({ part: 'forward', name, status: 'not given' });
      return due;
    }
    const result = judged('forward', name, own, due);
    if (result.status === 'shape') {
      this.wrongForward.add(withoutPosition(name));
      this.results.push(result);
      return due;
    }
    if (result.status === 'wrong') this.wrongForward.add(withoutPosition(name));
    this.results.push(result);
    return exacts(own);
  }
}

/** `layer0.q` of `pos3.layer0.q`; heads alike. */
export function withoutPosition(name: string): string {
  return name.replace(/^pos\d+\./, '').replace(/head\d+\./, '');
}
