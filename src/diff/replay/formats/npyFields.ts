import { checkNumbers, type DumpedArray, FLOAT_SIZE, floats, sizeOf } from './dumpedArray.ts';
import { adviceFor, floatTypeOf } from './npyTypes.ts';

/** The fields of a structured array: 'descr': [('wte', '<f8', (27, 16)), ('step', '<i8'), ('', '|V4')]. */
const STRUCTURED = /'descr':\s*\[(.*)\]\s*,\s*'fortran_order'/;
const FIELD = /\(\s*(?:'([^']*)'|\(\s*'[^']*'\s*,\s*'([^']*)'\s*\))\s*,\s*'([^']*)'\s*(?:,\s*\(([\d\s,]*)\)\s*)?\)/g;
/** The bytes of one number of a type: 8 of `<f8`. */
const SIZE = /\d+$/;
/** Bytes of a character of numpy's Unicode strings. */
const UNICODE_SIZE = 4;

interface Field {
  readonly name: string;
  readonly descr: string;
  readonly shape: readonly number[];
  /** Where it begins in a record, in bytes, and how long it is. */
  readonly at: number;
  readonly size: number;
}

/** The records of an array. */
export interface Fields {
  readonly fields: readonly Field[];
  /** Bytes of a record. */
  readonly itemSize: number;
}

/** The fields that a header tells; null where the array is none of records. */
export function fieldsOf(header: string): Fields | null {
  const list = STRUCTURED.exec(header)?.[1];
  if (list === undefined) return null;
  let itemSize = 0;
  const fields = [...list.matchAll(FIELD)].map(([, plain, titled, descr, lengths = '']) => {
    const shape = (lengths.match(/\d+/g) ?? []).map(Number);
    const size = bytesOf(descr) * sizeOf(shape);
    itemSize += size;
    return { name: plain ?? titled, descr, shape, at: itemSize - size, size };
  });
  return { fields, itemSize };
}

/**
 * Reads the fields of floats: a record of matrices, or a list of records of a number each.
 *
 * @param data - the records, one behind the other
 * @param shape - how many there are
 * @param name - what to call the array; a field has its own name behind it
 * @throws RangeError where no field has floats
 */
export function structuredArrays(
  data: Uint8Array,
  { fields, itemSize }: Fields,
  shape: readonly number[],
  name: string,
  where: string,
): DumpedArray[] {
  const count = sizeOf(shape);
  const arrays = fields.flatMap((field) => {
    const type = floatTypeOf(field.descr);
    if (type === null || field.name === '') return [];
    checkNumbers(count * (field.size / FLOAT_SIZE[type]));
    const packed = new Uint8Array(count * field.size);
    for (let i = 0; i < count; i++) {
      packed.set(data.subarray(i * itemSize + field.at, i * itemSize + field.at + field.size), i * field.size);
    }
    const own = [...shape.filter((length) => length !== 1), ...field.shape];
    return [
      {
        name: name === '' ? field.name : `${name}.${field.name}`,
        shape: own,
        values: floats(packed, type, !field.descr.startsWith('>')),
      },
    ];
  });
  if (arrays.length > 0) return arrays;
  const types = fields.map(({ name: field, descr }) => `${field} ${descr}`).join(', ');
  throw new RangeError(
    `params: ${where} has records without floats (${types}); ${adviceFor(fields[0]?.descr ?? '')} (parameters.5)`,
  );
}

function bytesOf(descr: string): number {
  const size = Number(SIZE.exec(descr)?.[0] ?? 0);
  return /^.?U/.test(descr) ? UNICODE_SIZE * size : size;
}
