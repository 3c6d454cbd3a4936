import { NON_FINITE, nonFiniteName } from './nonFinite.ts';

/** JSON that is not of the form that it must have, or no JSON. */
export class JsonFault extends TypeError {
  override readonly name = 'JsonFault';
}

/** Characters of a value that a message shows. */
const MOST_SHOWN = 40;

/** A number as golden files and results have it: itself, or "nan", "inf", "-inf" where JSON has no word for it. */
export function jsonFloat(x: number): number | string {
  return nonFiniteName(x) ?? x;
}

/**
 * Parses JSON. The decoders below check what it holds.
 *
 * @param where - what it is, for messages
 * @throws JsonFault where it is none
 */
export function parse(source: string, where: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    throw new JsonFault(`${where} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A number, or a name of one that JSON has no word for. Like all decoders, it throws JsonFault where it is something else. */
export function float(json: unknown, where: string): number {
  if (typeof json === 'number') return json;
  if (typeof json === 'string' && Object.hasOwn(NON_FINITE, json)) return NON_FINITE[json];
  return reject(json, where, 'a number, "nan", "inf" or "-inf"');
}

export function integer(json: unknown, where: string): number {
  return typeof json === 'number' && Number.isSafeInteger(json) ? json : reject(json, where, 'an integer');
}

export function boolean(json: unknown, where: string): boolean {
  return typeof json === 'boolean' ? json : reject(json, where, 'true or false');
}

export function text(json: unknown, where: string): string {
  return typeof json === 'string' ? json : reject(json, where, 'a string');
}

export function list<T>(json: unknown, where: string, item: (json: unknown, where: string) => T): T[] {
  if (!Array.isArray(json)) return reject(json, where, 'a list');
  return json.map((x, i) => item(x, `${where}[${i}]`));
}

export function object(json: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return reject(json, where, 'an object');
  return { ...json };
}

/** A list of rows, each a list of numbers. */
export function matrix(json: unknown, where: string): number[][] {
  return list(json, where, (row, at) => list(row, at, float));
}

/** One of some words. */
export function oneOf<T extends string>(json: unknown, where: string, words: readonly T[]): T {
  return words.find((word) => word === json) ?? reject(json, where, `one of ${words.join(', ')}`);
}

function reject(json: unknown, where: string, wanted: string): never {
  const shown = JSON.stringify(json) ?? 'undefined';
  const part = shown.length > MOST_SHOWN ? `${shown.slice(0, MOST_SHOWN)}...` : shown;
  throw new JsonFault(`${where} is ${part}; it must be ${wanted}`);
}
