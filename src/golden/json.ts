import { GoldenFault } from './goldenFault.ts';

/** How numbers that JSON lacks are written (spec/traces.md). */
const NON_FINITE: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, '-inf': -Infinity };

/** A number as golden files and results have it: itself, or "nan", "inf", "-inf" where JSON has no word for it. */
export function jsonFloat(x: number): number | string {
  if (Number.isFinite(x)) return x;
  if (Number.isNaN(x)) return 'nan';
  return x > 0 ? 'inf' : '-inf';
}

/** Parses a file's text. The decoders below check what it holds; each throws GoldenFault where it holds something else. */
export function parse(source: string, where: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    throw new GoldenFault(`${where} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function float(json: unknown, where: string): number {
  if (typeof json === 'number') return json;
  if (typeof json === 'string' && Object.hasOwn(NON_FINITE, json)) return NON_FINITE[json];
  return reject(json, where, 'a number, "nan", "inf" or "-inf"');
}

export function integer(json: unknown, where: string): number {
  return typeof json === 'number' && Number.isSafeInteger(json) ? json : reject(json, where, 'an integer');
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

function reject(json: unknown, where: string, wanted: string): never {
  const shown = JSON.stringify(json) ?? 'undefined';
  throw new GoldenFault(`${where} is ${shown.length > 40 ? `${shown.slice(0, 40)}...` : shown}; it must be ${wanted}`);
}
