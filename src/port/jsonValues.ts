import { configure } from '../reference/config.ts';
import { isPart, OPS, type ValueType } from './ops.ts';
import type { OpName } from './port.ts';

/** How numbers that JSON lacks are written. */
const NON_FINITE: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, '-inf': -Infinity };

/**
 * Reads an operation's arguments from JSON (spec/traces.md).
 *
 * @throws TypeError where their number or a type is wrong
 */
export function decodeArguments(op: OpName, json: readonly unknown[]): unknown[] {
  const types = OPS[op].args;
  if (json.length !== types.length) {
    throw new TypeError(`${op}: ${json.length} arguments; it takes ${types.length}: ${types.join(', ')}`);
  }
  return types.map((type, i) => decode(type, json[i], `${op}: argument ${i + 1}`));
}

/** Reads an operation's result from JSON (spec/traces.md). Throws TypeError where a type is wrong. */
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
      return int(json, where);
    case 'ints':
      return list(json, where).map((x) => int(x, where));
    case 'ints[]':
      return list(json, where).map((row) => list(row, where).map((x) => int(x, where)));
    case 'integer':
      return BigInt(text(json, where));
    case 'text':
      return text(json, where);
    case 'texts':
      return list(json, where).map((x) => text(x, where));
    case 'bytes':
      return Uint8Array.from(Buffer.from(text(json, where), 'hex'));
    case 'float':
      return float(json, where);
    case 'floats':
      return list(json, where).map((x) => float(x, where));
    case 'matrix':
      return matrix(json, where);
    case 'config':
      return configure(object(json, where));
    case 'state_dict':
      return Object.fromEntries(Object.entries(object(json, where)).map(([name, rows]) => [name, matrix(rows, where)]));
    case 'graph':
    case 'draws':
      return list(json, where).map((item) => record(item, where));
    case 'drawn':
      return list(json, where).map((item) => drawn(item, where));
  }
}

/** A graph node or a draw: words stay, numbers may be written as non-finite. */
function record(json: unknown, where: string): unknown {
  const entries = Object.entries(object(json, where)).map(([name, value]) => {
    if (name === 'kind') return [name, value];
    return [name, Array.isArray(value) ? value.map((x) => float(x, where)) : float(value, where)];
  });
  return Object.fromEntries(entries);
}

function drawn(json: unknown, where: string): unknown {
  if (typeof json === 'string' && !Object.hasOwn(NON_FINITE, json)) return BigInt(json);
  return Array.isArray(json) ? json.map((x) => int(x, where)) : float(json, where);
}

function float(json: unknown, where: string): number {
  if (typeof json === 'number') return json;
  if (typeof json === 'string' && Object.hasOwn(NON_FINITE, json)) return NON_FINITE[json];
  throw new TypeError(`${where} is ${JSON.stringify(json)}; it must be a number, "nan", "inf" or "-inf"`);
}

function int(json: unknown, where: string): number {
  if (typeof json === 'number' && Number.isSafeInteger(json)) return json;
  throw new TypeError(`${where} is ${JSON.stringify(json)}; it must be an integer`);
}

function text(json: unknown, where: string): string {
  if (typeof json === 'string') return json;
  throw new TypeError(`${where} is ${JSON.stringify(json)}; it must be a string`);
}

function list(json: unknown, where: string): unknown[] {
  if (Array.isArray(json)) return json;
  throw new TypeError(`${where} is ${JSON.stringify(json)}; it must be a list`);
}

function matrix(json: unknown, where: string): number[][] {
  return list(json, where).map((row) => list(row, where).map((x) => float(x, where)));
}

function object(json: unknown, where: string): Record<string, unknown> {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return { ...json };
  throw new TypeError(`${where} is ${JSON.stringify(json)}; it must be an object`);
}
