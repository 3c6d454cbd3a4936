import type { DumpedArray } from './dumpedArray.ts';

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

/** The numbers of `{nout, nin, data, m, v}` and its like, and their shape where it is told; null of any other object. */
export function matrixIn(
  json: object,
): { readonly list: readonly unknown[]; readonly shape: Pick<DumpedArray, 'shape'> | null } | null {
  if (Array.isArray(json)) return null;
  const entries = Object.entries(json);
  const lists = entries.filter(([, value]) => typeof value === 'object' && value !== null);
  const others = lists.filter(([key]) => !BESIDE_DATA.test(key));
  if (others.length !== 1) return null;
  const [key, list] = [others[0][0], withLists(others[0][1])];
  const isData = DATA.some((name) => name === key) && entries.length > 1;
  if (!isData || !Array.isArray(list) || list.some((item) => isRecord(item) && numberOfValue(item) === null))
    return null;
  return { list, shape: toldShape(json, list) };
}

/** [rows, columns] that stand beside a plain list of as many numbers. */
export function toldShape(json: object, list: readonly unknown[]): Pick<DumpedArray, 'shape'> | null {
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

/** JavaScript's typed arrays as lists, which JSON.stringify writes as `{"0": 0.5, "1": 0.25}`; all else as it is. */
export function withLists(json: unknown): unknown {
  if (Array.isArray(json)) return json.some(isTypedArray) ? json.map(withLists) : json;
  return isTypedArray(json) ? Object.values(json) : json;
}

function isTypedArray(json: unknown): json is object {
  if (!isRecord(json) || !Object.hasOwn(json, '0')) return false;
  return Object.entries(json).every(([key, value], i) => key === String(i) && typeof value === 'number');
}

/** Whether a value is an object, and no list. */
export function isRecord(json: unknown): json is object {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** The number of a Value, `{"data": 0.5, "grad": 0}`; null of any other object. */
export function numberOfValue(json: object): number | null {
  const numbers = DATA.map((key) => Reflect.get(json, key)).filter((value) => typeof value === 'number');
  return numbers.length === 1 ? numbers[0] : null;
}
