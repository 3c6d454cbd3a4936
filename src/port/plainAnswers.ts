import type { StateDict } from './config.ts';
import { OPS } from './ops.ts';
import type { Port } from './port.ts';
import { isPromised } from './promised.ts';
import { wrapped } from './wrapped.ts';

const INSTEAD_OF_MAP = 'where a plain object is due; return Object.fromEntries(map)';

/**
 * A module's port whose answers have the form of those that come over the wire: a list is nobody else's, though the module
 * may write the next answer into the same array; a typed array is a list of its numbers,
 * and matrices by name stand in the order of the state_dict that was given, since a name says which matrix it is. The
 * initial parameters keep their order, which is microgpt.py's (parameters.5).
 *
 * @param port - as the module exports it; its operations may be those of its class
 * @param faultOf - the error for an answer that is none: what is thrown otherwise is the port's own, which rejects an input so
 */
export function withPlainAnswers(port: Port, faultOf = (message: string): Error => new TypeError(message)): Port {
  const operations = wrapped(port, (op, ask) => {
    const place = OPS[op].args.indexOf('state_dict');
    return (...args) => {
      const like: unknown = place === -1 ? undefined : args[place];
      const read = (answer: unknown) => {
        if (hasMap(answer)) throw faultOf(`${op} answered with a Map, ${INSTEAD_OF_MAP}`);
        return plain(answer, isObject(like) ? (like as StateDict) : null);
      };
      const answer = ask(...args);
      return isPromised(answer) ? answer.then(read) : read(answer);
    };
  });
  const { name, lang, version, dtype, fixed, vocab_size, limits, order, steps } = port;
  const declared = Object.entries({ fixed, vocab_size, limits, order, steps }).filter(
    ([, value]) => value !== undefined,
  );
  return { ...operations, name, lang, version, dtype, ...Object.fromEntries(declared) };
}

/** A Map has no names of its own, and would look like an object in which all are missing. */
function hasMap(value: unknown): boolean {
  if (!isObject(value) || ArrayBuffer.isView(value) || Array.isArray(value)) return false;
  return isMap(value) || Object.values(value).some(isMap);
}

function isMap(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object Map]'; // of another realm too
}

function plain(value: unknown, like: StateDict | null): unknown {
  if (ArrayBuffer.isView(value)) return value instanceof DataView ? value : Array.from(value as Float64Array);
  if (Array.isArray(value))
    return value.every((item) => typeof item === 'number') ? value.slice() : value.map((item) => plain(item, like));
  if (!isObject(value)) return value;
  const names = Object.keys(value);
  const ordered = like !== null && sameNames(names, Object.keys(like)) ? Object.keys(like) : names;
  return Object.fromEntries(ordered.map((name) => [name, plain(Reflect.get(value, name), like)]));
}

function sameNames(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.toSorted().join() === others.toSorted().join();
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
