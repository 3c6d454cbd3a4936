import { configure } from '../reference/config.ts';
import { float, integer, JsonFault, list, matrix, object, text } from './json.ts';
import { NON_FINITE } from './nonFinite.ts';
import { isPart, OPS, type ValueType } from './ops.ts';
import type { OpName } from './port.ts';

/**
 * Reads an operation's arguments from JSON (spec/traces.md).
 *
 * @throws JsonFault where their number or a type is wrong
 */
export function decodeArguments(op: OpName, json: readonly unknown[]): unknown[] {
  const types = OPS[op].args;
  if (json.length !== types.length) {
    throw new JsonFault(`${op}: ${json.length} arguments; it takes ${types.length}: ${types.join(', ')}`);
  }
  return types.map((type, i) => decode(type, json[i], `${op}: argument ${i + 1}`));
}

/** Reads an operation's result from JSON (spec/traces.md). Throws JsonFault where a type is wrong. */
export function decodeResult(op: OpName, json: unknown): unknown {
  const { result } = OPS[op];
  if (!isPart(result)) {
    const parts = Object.entries(result).map(([name, part]) => [
      name,
      decode(part.type, object(json, op)[name], `${op}: ${name}`),
    ]);
    return Object.fromEntries(parts);
  }
  return decode(result.type, json, `${op}: result`);
}

/** Whether a name is one of the operations. */
export function isOpName(name: string): name is OpName {
  return Object.hasOwn(OPS, name);
}

function decode(type: ValueType, json: unknown, where: string): unknown {
  switch (type) {
    case 'int':
      return integer(json, where);
    case 'ints':
      return list(json, where, integer);
    case 'ints[]':
      return list(json, where, (row, at) => list(row, at, integer));
    case 'integer':
      return BigInt(text(json, where));
    case 'text':
      return text(json, where);
    case 'texts':
      return list(json, where, text);
    case 'bytes':
      return Uint8Array.from(Buffer.from(text(json, where), 'hex'));
    case 'float':
      return float(json, where);
    case 'floats':
      return list(json, where, float);
    case 'matrix':
      return matrix(json, where);
    case 'config':
      return configure(object(json, where));
    case 'state_dict':
      return Object.fromEntries(Object.entries(object(json, where)).map(([name, rows]) => [name, matrix(rows, where)]));
    case 'trace':
      return Object.fromEntries(
        Object.entries(object(json, where)).map(([name, row]) => [name, list(row, `${where}.${name}`, float)]),
      );
    case 'graph':
    case 'draws':
      return list(json, where, record);
    case 'drawn':
      return list(json, where, drawn);
  }
}

/** A graph node or a draw: words stay, numbers may be written as non-finite. */
function record(json: unknown, where: string): unknown {
  const entries = Object.entries(object(json, where)).map(([name, value]) => {
    if (name === 'kind') return [name, value];
    return [name, Array.isArray(value) ? list(value, where, float) : float(value, where)];
  });
  return Object.fromEntries(entries);
}

function drawn(json: unknown, where: string): unknown {
  if (typeof json === 'string' && !Object.hasOwn(NON_FINITE, json)) return BigInt(json);
  return Array.isArray(json) ? list(json, where, integer) : float(json, where);
}
