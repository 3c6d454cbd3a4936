import { readNonFinite } from '../../../port/nonFinite.ts';
import { checkNumbers, type DumpedArray } from './dumpedArray.ts';
import { isRecord, matrixIn, numberOfValue, withLists } from './jsonValues.ts';

/** Deepest nesting that is read: a wrapper, layers, a layer, a matrix in it, its rows; and some more. */
const DEEPEST = 8;
const MATRICES = 'write an object of matrices by name, or one list of numbers (spec/traces.md, Dumps of a start)';
/** Signs before an item. */
const BEGINS_ITEM = '[{,';
const BEGINS_JSON = /^\s*[[{]/;

/**
 * Reads a dump in JSON: an object of matrices by name, of any nesting, or one list, nested or not. A matrix can have its
 * sizes, gradient and moments beside its numbers, and a number its gradient.
 *
 * @param text - the dump
 * @returns its lists of numbers, named by their path: `layers.0.attn_wq`; null where it is no JSON
 * @throws RangeError where a list has something else than numbers in it
 */
export function readJsonParams(text: string): DumpedArray[] | null {
  if (!BEGINS_JSON.test(text)) return null;
  checkNumbers(itemsIn(text)); // JSON.parse takes 40 bytes for each
  try {
    return [...arraysIn(JSON.parse(text), [])];
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** How many lists, objects and commas there are: an upper bound of the values, but for strings. */
export function itemsIn(text: string): number {
  let items = 0;
  for (let i = 0; i < text.length; i++) if (BEGINS_ITEM.includes(text[i])) items++;
  return items;
}

function* arraysIn(value: unknown, path: readonly string[]): Generator<DumpedArray> {
  const json = withLists(value);
  if (path.length > DEEPEST) throw tooDeep(path);
  if (typeof json !== 'object' || json === null) return; // a size, a date, a comment
  if (Array.isArray(json) && json.some(isText)) return; // documents
  if (!Array.isArray(json) || json.some((item) => isRecord(item) && numberOfValue(item) === null)) {
    const data = matrixIn(json);
    if (data !== null) yield { ...listed(data.list, path), ...data.shape };
    else for (const [key, item] of Object.entries(json)) yield* arraysIn(item, [...path, key]);
    return;
  }
  yield listed(json, path);
}

function listed(json: readonly unknown[], path: readonly string[]): DumpedArray {
  const values: number[] = [];
  collect(json, path, values);
  return { name: path.join('.'), shape: shapeOf(json, values.length), values: Float64Array.from(values) };
}

function isText(json: unknown): boolean {
  return typeof json === 'string' && readNonFinite(json) === null;
}

function collect(json: readonly unknown[], path: readonly string[], values: number[]): void {
  if (path.length > DEEPEST) throw tooDeep(path);
  for (const [i, item] of json.entries()) {
    if (Array.isArray(item)) collect(item, [...path, String(i)], values);
    else values.push(numberIn(item, path, i));
  }
}

function numberIn(json: unknown, path: readonly string[], index: number): number {
  if (typeof json === 'number') return json;
  const ofValue = isRecord(json) ? numberOfValue(json) : null;
  if (ofValue !== null) return ofValue;
  const named = typeof json === 'string' ? readNonFinite(json) : null;
  if (named !== null) return named;
  const hint = json === null ? "JavaScript's JSON has null for NaN" : MATRICES;
  throw new RangeError(`params: ${[...path, index].join('.')} is ${JSON.stringify(json)}, and no number; ${hint}`);
}

/** [rows, columns] of a rectangle of numbers, [count] of anything else. */
function shapeOf(json: readonly unknown[], count: number): number[] {
  const [first] = json;
  const columns = Array.isArray(first) ? first.length : 0;
  const isMatrix = json.every((row) => Array.isArray(row) && row.length === columns && !row.some(Array.isArray));
  return isMatrix && json.length > 0 ? [json.length, columns] : [count];
}

function tooDeep(path: readonly string[]): RangeError {
  return new RangeError(`params: the JSON is nested too deep at ${path.join('.')}; ${MATRICES}`);
}
