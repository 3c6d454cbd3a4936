import { quoted } from '../../../port/shown.ts';
import {
  byRows,
  checkNumbers,
  type DumpedArray,
  FLOAT_SIZE,
  type FloatType,
  floats,
  sizeOf,
  WRITE_TEXT,
} from './dumpedArray.ts';
import { integers, integerTypeOf } from './integers.ts';
import { fieldsOf, structuredArrays } from './npyFields.ts';
import { adviceFor, floatTypeOf } from './npyTypes.ts';

/** First bytes of numpy's .npy files: \x93NUMPY. */
export const NPY_MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;

/** Where the major version stands, and the length of the header: 2 bytes of it in version 1, 4 in later ones. */
const VERSION_AT = 6;
const LENGTH_AT = 8;
const SHORT_LENGTH = 2;
const LONG_LENGTH = 4;

/** The header is a Python dictionary: {'descr': '<f8', 'fortran_order': False, 'shape': (27, 16), }. */
const DESCR = /'descr':\s*'([^']*)'/;
const FORTRAN = /'fortran_order':\s*True/;
const SHAPE = /'shape':\s*\(([\d\s,]*)\)/;

/**
 * Reads an array that numpy saved: floats of 16, 32 or 64 bits, in either order of bytes and of indices; of records, each
 * field of floats.
 *
 * @param bytes - the file; it begins with NPY_MAGIC
 * @param name - what to call it
 * @param withIntegers - whether integers are read too: tokens
 * @returns one array, or one for each field
 * @throws RangeError where it is of another type or cut off
 */
export function readNpy(bytes: Uint8Array, name: string, withIntegers = false): DumpedArray[] {
  const where = name === '' ? 'the .npy file' : `${name}.npy`;
  const [header, dataAt] = headerOf(bytes);
  const shape = (SHAPE.exec(header)?.[1].match(/\d+/g) ?? []).map(Number);
  const data = bytes.subarray(dataAt);
  const fields = fieldsOf(header);
  if (fields !== null) {
    checkLength(data, fields.itemSize * sizeOf(shape), where, shape);
    return structuredArrays(data, fields, shape, name, where);
  }
  const descr = DESCR.exec(header)?.[1] ?? 'unreadable';
  const integerType = withIntegers ? integerTypeOf(descr) : null;
  if (integerType !== null) {
    checkLength(data, integerType.size * sizeOf(shape), where, shape);
    return [{ name, shape, values: integers(data, integerType, !descr.startsWith('>')) }];
  }
  const type = floatTypeOf(descr);
  if (type === null) {
    throw new RangeError(`params: ${where} is of type ${quoted(descr)}; ${adviceFor(descr)} (parameters.5)`);
  }
  checkLength(data, FLOAT_SIZE[type] * sizeOf(shape), where, shape);
  return [arrayOf(data, type, descr, FORTRAN.test(header), { name, shape, where })];
}

function arrayOf(
  data: Uint8Array,
  type: FloatType,
  descr: string,
  isFortran: boolean,
  { name, shape, where }: { readonly name: string; readonly shape: number[]; readonly where: string },
): DumpedArray {
  const values = floats(data, type, !descr.startsWith('>'));
  if (!isFortran || shape.length < 2) return { name, shape, values };
  const [rows, columns] = shape;
  if (shape.length > 2) throw new RangeError(`params: ${where} has ${shape.length} dimensions; ${WRITE_TEXT}`);
  return { name, shape, values: byRows(values, rows, columns) };
}

/** Before anything is made of it: a header can promise more than there is. */
function checkLength(data: Uint8Array, needed: number, where: string, shape: readonly number[]): void {
  checkNumbers(sizeOf(shape));
  if (data.length === needed) return;
  throw new RangeError(
    `params: ${where} has ${data.length} bytes of numbers, and [${shape}] needs ${needed}; save it again (parameters.5)`,
  );
}

function headerOf(bytes: Uint8Array): [header: string, dataAt: number] {
  const lengthSize = bytes[VERSION_AT] === 1 ? SHORT_LENGTH : LONG_LENGTH;
  const start = LENGTH_AT + lengthSize;
  const lengthBytes = bytes.subarray(LENGTH_AT, start);
  const length = lengthBytes.reduceRight((sum, byte) => sum * 0x100 + byte, 0);
  return [new TextDecoder('latin1').decode(bytes.subarray(start, start + length)), start + length];
}
