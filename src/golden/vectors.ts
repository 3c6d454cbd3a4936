import { isOpName } from '../port/jsonValues.ts';
import type { SPEC_CHAPTERS } from '../port/ops.ts';
import type { OpName } from '../port/port.ts';
import { type Golden, readGoldenText } from './golden.ts';
import { GoldenFault } from './goldenFault.ts';

/** A line of golden/vectors/<chapter>.jsonl (spec/traces.md). */
export interface GoldenVector {
  readonly clause: string;
  readonly title: string;
  readonly op: OpName;
  readonly args: readonly unknown[];
  readonly value?: unknown;
  /** What Python raised, where it raised. */
  readonly raises?: string;
}

/**
 * Groups of vectors whose sums cancel, so that only additions in microgpt.py's order give its result. The order is a
 * SHOULD (autograd.11): a port may add in another one.
 */
export const ORDER_OF_SUMS = 'order of ';

/** Characters of a line that a message shows. */
const SHOWN = 120;

/**
 * The vectors of a chapter, in the order of the file.
 *
 * @throws GoldenFault where the file, or a line of it, cannot be used
 */
export function goldenVectors(golden: Golden, chapter: (typeof SPEC_CHAPTERS)[number]): GoldenVector[] {
  return readGoldenText(golden, `vectors/${chapter}.jsonl`)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => vectorOf(JSON.parse(line), chapter));
}

function vectorOf(json: unknown, chapter: string): GoldenVector {
  const vector = json as GoldenVector;
  if (!isOpName(vector.op) || !Array.isArray(vector.args) || !vector.clause.startsWith(`${chapter}.`)) {
    throw new GoldenFault(`golden/vectors/${chapter}.jsonl: cannot read ${abbreviated(JSON.stringify(json))}`);
  }
  return vector;
}

function abbreviated(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}...`;
}
