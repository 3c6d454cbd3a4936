import type { Port } from '../port/port.ts';
import { wrapped } from '../port/wrapped.ts';

/**
 * A module's port that is given arguments of its own, as a process is: it may update them in place, and what was asked stays
 * what it was.
 */
export function withOwnArguments(port: Port): Port {
  return wrapped(
    port,
    (_, ask) =>
      (...args) =>
        ask(...args.map(copyOf)),
  );
}

function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return value.slice();
  if (Array.isArray(value)) return isOfObjects(value) ? value.map(copyOf) : value.slice();
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copyOf(part)]));
}

/** Lists are of one type: numbers, words, or what has parts. */
function isOfObjects(list: readonly unknown[]): boolean {
  return typeof list[0] === 'object';
}
