import { ARGUMENTS } from '../port/callText.ts';
import type { OpName, Port } from '../port/port.ts';
import { isPromised } from '../port/promised.ts';
import { wrapped } from '../port/wrapped.ts';
import { PortFault } from './portFault.ts';

/**
 * A module's port that is given copies of its arguments, so that what was asked stays what it was; and whose answer is a
 * fault where it has changed them.
 */
export function leftAsGiven(port: Port): Port {
  return wrapped(port, (op, ask) => (...args) => {
    const given = args.map(copyOf);
    const checked = (answer: unknown) => {
      const changed = args.findIndex((arg, i) => !isSame(arg, given[i]));
      if (changed >= 0) throw new PortFault(faultText(op, changed));
      return answer;
    };
    const answer = ask(...given);
    return isPromised(answer) ? answer.then(checked) : checked(answer);
  });
}

function faultText(op: OpName, index: number): string {
  return `PORT: ${op} has changed its argument "${ARGUMENTS[op][index]}": a port must leave it as it is (copy it first)`;
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

function isSame(value: unknown, copy: unknown): boolean {
  if (typeof value !== 'object' || value === null) return Object.is(value, copy);
  if (typeof copy !== 'object' || copy === null) return false;
  if (isList(value)) return isList(copy) && isSameList(value, copy);
  const names = Object.keys(value);
  return (
    names.length === Object.keys(copy).length &&
    names.every((name) => isSame(Reflect.get(value, name), Reflect.get(copy, name)))
  );
}

function isSameList(list: ArrayLike<unknown>, copy: ArrayLike<unknown>): boolean {
  if (list.length !== copy.length) return false;
  for (let i = 0; i < list.length; i++) if (!isSame(list[i], copy[i])) return false;
  return true;
}

function isList(value: object): value is ArrayLike<unknown> {
  return Array.isArray(value) || value instanceof Uint8Array;
}
