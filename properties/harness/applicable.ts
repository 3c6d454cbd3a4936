import { CANONICAL } from '../../src/port/config.ts';
import { OPS } from '../../src/port/ops.ts';
import type { OpName } from '../../src/port/port.ts';
import { SMALLEST_NORMAL } from '../../src/port/precision.ts';
import { port } from './check.ts';

/**
 * Whether a port can be given arguments that were written down beforehand: its type holds their numbers to its own
 * precision, and the sizes that it has fixed are theirs.
 *
 * @param op - the operation
 * @param json - its arguments, as in examples and vectors
 */
export function fits(op: OpName, json: readonly unknown[]): boolean {
  const types = OPS[op].args;
  return json.every((arg, i) => (types[i] === 'config' ? fixedAs(arg) : !ROUNDED.has(types[i]) || held(arg)));
}

/** Arguments whose numbers a port keeps in its own type. */
const ROUNDED: ReadonlySet<string> = new Set(['float', 'floats', 'matrix', 'state_dict', 'graph', 'draws']);

function fixedAs(config: unknown): boolean {
  const wanted = { ...CANONICAL, ...(typeof config === 'object' ? config : {}) };
  return Object.entries(port.fixed ?? {}).every(([name, value]) => Reflect.get(wanted, name) === value);
}

/** Every number is 0, not finite, or within the normal range of the port's type. */
function held(json: unknown): boolean {
  if (typeof json === 'object' && json !== null) return Object.values(json).every(held);
  if (typeof json !== 'number' || json === 0 || port.dtype === 'f64') return true;
  const magnitude = Math.abs(Math.fround(json));
  return magnitude >= SMALLEST_NORMAL.f32 && magnitude < Infinity;
}
