import { float, integer, list, object, parse, text } from '../port/json.ts';

/** The canonical run as the reference gives it on somebody's exp, ln and powers (spec/measured/libraries.json). */
export interface LibraryLosses {
  /** As in `diff --libm go`. */
  readonly name: string;
  /** What it was measured on: `go1.26.8 (math.Exp, math.Log, math.Pow), linux x64`. */
  readonly of: string;
  /** Values that a step takes from it, on average. */
  readonly values: number;
  /** The loss of each step, in nats. */
  readonly losses: readonly number[];
}

/** The library that the reference itself is on here, so that runs of other starts are on it too. */
export const REPLAYED_ON = 'v8';

/**
 * Reads spec/measured/libraries.json.
 *
 * @param source - its text
 * @throws JsonFault where it is none
 */
export function readLibraryLosses(source: string): LibraryLosses[] {
  const where = 'spec/measured/libraries.json';
  return list(object(parse(source, where), where).libraries, where, (json, at) => {
    const { name, of, values, losses } = object(json, at);
    return {
      name: text(name, `${at}: name`),
      of: text(of, `${at}: of`),
      values: integer(values, `${at}: values`),
      losses: list(losses, `${at}: losses`, float),
    };
  });
}
