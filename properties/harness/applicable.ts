import { CANONICAL } from '../../src/port/config.ts';
import { OPS } from '../../src/port/ops.ts';
import type { OpName } from '../../src/port/port.ts';
import { SMALLEST_NORMAL } from '../../src/port/precision.ts';
import { port } from './subject.ts';

/**
 * Whether a port can be asked what was written down beforehand: its type holds the numbers, and the sizes that it has
 * fixed are theirs.
 *
 * @param op - the operation
 * @param json - its arguments, as in examples and vectors
 * @param value - the result that is expected, where there is one
 */
export function fits(op: OpName, json: readonly unknown[], value?: unknown): boolean {
  const types = OPS[op].args;
  const sizes = json.every((arg, i) => types[i] !== 'config' || fixedAs(arg)) && vocabularyFits(op, json);
  if (!sizes || port.dtype === 'f64') return sizes;
  const numbers = json.filter((_, i) => ROUNDED.has(types[i]));
  const apart = op === 'cross_entropy' && spread(numbers.flat()) > MOST_SPREAD;
  return !apart && everyNumber(numbers, MODEL_OPS.has(op) ? inRange : isFloat32) && everyNumber(value, inRange);
}

/** Arguments whose numbers a port keeps in its own type. */
const ROUNDED: ReadonlySet<string> = new Set(['float', 'floats', 'matrix', 'state_dict', 'graph', 'draws']);

/** Operations that take a whole model: its parameters may be rounded to the port's type, within the class. */
const MODEL_OPS: ReadonlySet<OpName> = new Set(['forward', 'backward', 'train', 'sample', 'adam']);

/** Logits farther apart than this have a probability that float32 holds as 0. */
const MOST_SPREAD = -Math.log(SMALLEST_NORMAL.f32);

function fixedAs(config: unknown): boolean {
  const wanted = { ...CANONICAL, ...(typeof config === 'object' ? config : {}) };
  return Object.entries(port.fixed ?? {}).every(([name, value]) => Reflect.get(wanted, name) === value);
}

/** Whether the vocabulary of a call is the one that the port is built for, where it is built for one. */
function vocabularyFits(op: OpName, json: readonly unknown[]): boolean {
  if (port.vocab_size === undefined) return true;
  const called = json.flatMap((arg, i) => {
    if (OPS[op].args[i] === 'state_dict') return [Object(Object(arg).lm_head).length];
    return op === 'parameters' && OPS[op].args[i] === 'int' ? [arg] : [];
  });
  return op !== 'microgpt' && called.every((size) => size === port.vocab_size);
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
