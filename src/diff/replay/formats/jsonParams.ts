import { checkNumbers, type DumpedArray } from './dumpedArray.ts';

/** Non-finite numbers as strings, in which golden files have them (spec/traces.md). */
const NON_FINITE: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, '-inf': -Infinity };
/** Deepest nesting that is read: a wrapper, layers, a layer, a matrix in it, its rows; and some more. */
const DEEPEST = 8;
const MATRICES = 'write an object of matrices by name, or one list of numbers (spec/traces.md, Dumps of a start)';
/** What ports call the number of a Value, or the numbers of a matrix that has its sizes or its gradient beside them. */
const DATA = ['data', 'value', 'values', 'val', 'w', 'weight', 'weights'] as const;
/** Lists that may stand beside these, and are no parameters. */
const BESIDE_DATA =
  /^(?:shape|dims?|sizes?|strides?|grads?|d|dw|gradients?|m|v|moments?\d?|exp_avg(?:_sq)?|_?(?:children|prev|local_?grads))$/i;
/** The sizes that may stand beside them, rows first. */
const SIDES = [
  ['nout', 'nin'],
  ['n_out', 'n_in'],
  ['rows', 'cols'],
  ['rows', 'columns'],
  ['out', 'in'],
  ['n', 'd'],
] as const;
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
function itemsIn(text: string): number {
  let items = 0;
  for (let i = 0; i < text.length; i++) if (BEGINS_ITEM.includes(text[i])) items++;
  return items;
}

function* arraysIn(json: unknown, path: readonly string[]): Generator<DumpedArray> {
  if (path.length > DEEPEST) throw tooDeep(path);
  if (typeof json !== 'object' || json === null) return; // a size, a date, a comment
  if (Array.isArray(json) && json.some(isText)) return; // documents
  if (!Array.isArray(json) || json.some((item) => isRecord(item) && numberOfValue(item) === null)) {
    const data = matrixIn(json);
    if (data !== null) yield { ...listed(data.list, path), ...data.shape };
    else for (const [key, value] of Object.entries(json)) yield* arraysIn(value, [...path, key]);
    return;
  }
  yield listed(json, path);
}

function listed(json: readonly unknown[], path: readonly string[]): DumpedArray {
  const values: number[] = [];
  collect(json, path, values);
  return { name: path.join('.'), shape: shapeOf(json, values.length), values: Float64Array.from(values) };
}

/** The numbers of `{nout, nin, data, m, v}` and its like, and their shape where it is told; null of any other object. */
function matrixIn(
  json: object,
): { readonly list: readonly unknown[]; readonly shape: Pick<DumpedArray, 'shape'> | null } | null {
  if (Array.isArray(json)) return null;
  const entries = Object.entries(json);
  const lists = entries.filter(([, value]) => typeof value === 'object' && value !== null);
  const others = lists.filter(([key]) => !BESIDE_DATA.test(key));
  if (others.length !== 1) return null;
  const [key, list] = others[0];
  const isData = DATA.some((name) => name === key) && entries.length > 1;
  if (!isData || !Array.isArray(list) || list.some((item) => isRecord(item) && numberOfValue(item) === null))
    return null;
  return { list, shape: toldShape(json, list) };
}

/** [rows, columns] that stand beside a plain list of as many numbers. */
function toldShape(json: object, list: readonly unknown[]): Pick<DumpedArray, 'shape'> | null {
  const told: unknown[] = [
    ...SIDES.map((names) => names.map((name) => Reflect.get(json, name))),
    Reflect.get(json, 'shape'),
  ];
  const shape = told.find(
    (sides): sides is number[] =>
      Array.isArray(sides) &&
      sides.length === 2 &&
      sides.every(Number.isSafeInteger) &&
      sides[0] * sides[1] === list.length,
  );
  return shape === undefined ? null : { shape };
}

function isText(json: unknown): boolean {
  return typeof json === 'string' && !Object.hasOwn(NON_FINITE, json);
}

function isRecord(json: unknown): json is object {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** The number of a Value, `{"data": 0.5, "grad": 0}`; null of any other object. */
function numberOfValue(json: object): number | null {
  const numbers = DATA.map((key) => Reflect.get(json, key)).filter((value) => typeof value === 'number');
  return numbers.length === 1 ? numbers[0] : null;
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
  if (typeof json === 'string' && Object.hasOwn(NON_FINITE, json)) return NON_FINITE[json];
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
