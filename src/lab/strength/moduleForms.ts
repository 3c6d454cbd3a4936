import { OPS } from '../../port/ops.ts';
import type { OpName, Port } from '../../port/port.ts';
import { SMALLEST_NORMAL } from '../../port/precision.ts';
import type { CompletePort } from '../../port/reference.ts';

/** Other forms of a module's answers, around any port. */

type Change = (value: unknown) => unknown;

/** Lists of numbers as Float64Array; one that is a whole answer lies in memory that the next of its length uses again. */
export function typedArrays(port: Port): Port {
  const memory = new Map<number, Float64Array>();
  const typed: Change = (value) => {
    if (!Array.isArray(value)) return mapped(value, typed);
    if (value.length === 0 || !value.every((item) => typeof item === 'number')) return value.map(typed);
    return Float64Array.from(value);
  };
  const reused: Change = (value) => {
    if (!Array.isArray(value) || value.length === 0 || !value.every((x) => typeof x === 'number')) return typed(value);
    const buffer = memory.get(value.length) ?? new Float64Array(value.length);
    memory.set(value.length, buffer);
    buffer.set(value);
    return buffer;
  };
  return around(port, (value) => value, reused);
}

/** Matrices by name in the opposite order, but for the initial parameters, whose order is a clause's (parameters.5). */
export function otherKeyOrder(port: CompletePort): Port {
  const turned: Change = (value) => {
    if (typeof value !== 'object' || value === null || !('wte' in value)) return mapped(value, turned);
    return Object.fromEntries(Object.entries(value).toReversed());
  };
  const { parameters, microgpt } = port;
  return { ...around(port, (value) => value, turned), parameters, microgpt };
}

/** Subnormal numbers taken for 0, on the way in and on the way out, as processors do that flush them. */
export function flushed(port: Port): Port {
  const flush: Change = (value) => {
    if (typeof value === 'number') return Math.abs(value) < SMALLEST_NORMAL.f64 ? value * 0 : value;
    return mapped(value, flush);
  };
  return around(port, flush, flush);
}

/** Milliseconds that `slow` takes. */
const WHILE = 1;

/** Answers by a promise that takes its time. */
export function slow(port: Port): Port {
  return around(
    port,
    (value) => value,
    (value) => new Promise((resolve) => setTimeout(resolve, WHILE, value)),
  );
}

/** One operation, and nothing else. */
export function claimingOnly(op: OpName, { name, lang, version, dtype, [op]: operation }: Port): Port {
  return { name, lang, version, dtype, [op]: operation };
}

function around(port: Port, given: Change, answered: Change): Port {
  const operations = Object.keys(OPS).map((op) => {
    const operation = Reflect.get(port, op);
    return [op, (...args: readonly unknown[]) => answered(Reflect.apply(operation, port, args.map(given)))];
  });
  return { ...port, ...Object.fromEntries(operations) };
}

/** The parts of a list or an object changed, bytes as they are. */
function mapped(value: unknown, change: Change): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, change(part)]));
}
