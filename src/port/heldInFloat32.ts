import { OPS } from './ops.ts';
import type { OpName } from './port.ts';
import { SMALLEST_NORMAL } from './precision.ts';

/** Arguments whose numbers a port keeps in its own type. */
const ROUNDED: ReadonlySet<string> = new Set(['float', 'floats', 'matrix', 'state_dict', 'graph', 'draws']);

/** Operations that take a whole model: its parameters may be rounded to the port's type, within the class. */
const MODEL_OPS: ReadonlySet<OpName> = new Set(['forward', 'backward', 'trace', 'train', 'sample', 'adam']);

/** Logits farther apart than this have a probability that float32 holds as 0. */
const MOST_SPREAD = -Math.log(SMALLEST_NORMAL.f32);

/**
 * Whether a port in float32 can be asked what was written down for doubles: its type holds the arguments, and the result
 * is in its range.
 *
 * @param json - the operation's arguments, as in examples and vectors
 * @param value - the result that is expected, where there is one
 */
export function heldInFloat32(op: OpName, json: readonly unknown[], value?: unknown): boolean {
  const numbers = json.filter((_, i) => ROUNDED.has(OPS[op].args[i]));
  if (op === 'cross_entropy' && spread(numbers.flat()) > MOST_SPREAD) return false;
  return everyNumber(numbers, MODEL_OPS.has(op) ? inRange : isFloat32) && everyNumber(value, inRange);
}

function everyNumber(json: unknown, accepts: (x: number) => boolean): boolean {
  if (typeof json === 'object' && json !== null) return Object.values(json).every((item) => everyNumber(item, accepts));
  return typeof json !== 'number' || json === 0 || accepts(json);
}

function isFloat32(x: number): boolean {
  return Math.fround(x) === x && inRange(x);
}

function inRange(x: number): boolean {
  const magnitude = Math.abs(Math.fround(x));
  return magnitude >= SMALLEST_NORMAL.f32 && magnitude < Infinity;
}

function spread(numbers: readonly unknown[]): number {
  const finite = numbers.filter((x) => typeof x === 'number');
  return Math.max(...finite) - Math.min(...finite);
}
