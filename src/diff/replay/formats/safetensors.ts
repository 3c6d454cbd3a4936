import {
  checkNumbers,
  type DumpedArray,
  FLOAT_SIZE,
  type FloatType,
  floats,
  sizeOf,
  WRITE_TEXT,
} from './dumpedArray.ts';
import { integers, integerTypeOf } from './integers.ts';

/** The file begins with the header's length in 8 bytes, little endian; the header is a JSON object. */
const LENGTH_BYTES = 8;
const OPENING_BRACE = 0x7b;
const METADATA = '__metadata__';
const FLOATS: Readonly<Record<string, FloatType>> = {
  F16: 'float16',
  BF16: 'bfloat16',
  F32: 'float32',
  F64: 'float64',
};
/** Types of integers, booleans and what they make. */
const INTEGERS = /^(?:[IU]\d+|BOOL)$/;

/** Whether a file is of the format safetensors, by its beginning. */
export function isSafetensors(bytes: Uint8Array): boolean {
  return bytes.length > LENGTH_BYTES && bytes[LENGTH_BYTES] === OPENING_BRACE && headerEnd(bytes) <= bytes.length;
}

/**
 * Reads the arrays of a safetensors file: floats of 16, 32 or 64 bits.
 *
 * @param bytes - the file; `isSafetensors` holds
 * @param withIntegers - whether integers are read too: tokens
 * @returns them in the order of their numbers in the file
 * @throws RangeError where one is of another type, or the file is corrupt
 */
export function readSafetensors(bytes: Uint8Array, withIntegers = false): DumpedArray[] {
  const end = headerEnd(bytes);
  const tensors = Object.entries(headerOf(bytes.subarray(LENGTH_BYTES, end)))
    .filter(([name]) => name !== METADATA)
    .map(([name, json]) => tensorOf(name, json));
  // Before anything is made of them: a header can give the same bytes to many.
  checkNumbers(tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0));
  return tensors
    .sort((a, b) => a.begin - b.begin)
    .map((tensor) => arrayOf(tensor, bytes.subarray(end + tensor.begin, end + tensor.end), withIntegers));
}

interface Tensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function headerEnd(bytes: Uint8Array): number {
  return bytes.subarray(0, LENGTH_BYTES).reduceRight((sum, byte) => sum * 0x100 + byte, 0) + LENGTH_BYTES;
}

function headerOf(bytes: Uint8Array): object {
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof header === 'object' && header !== null) return header;
  } catch {
    // the message below
  }
  throw new RangeError('params: the header of the safetensors file is no JSON; save it again (parameters.5)');
}

function tensorOf(name: string, json: unknown): Tensor {
  const { dtype, shape, data_offsets } = { dtype: null, shape: null, data_offsets: null, ...Object(json) };
  const offsets = numbersOf(data_offsets);
  if (typeof dtype !== 'string' || offsets.length !== 2) throw corrupt(name);
  return { name, dtype, shape: numbersOf(shape), begin: offsets[0], end: offsets[1] };
}

function arrayOf({ name, dtype, shape }: Tensor, data: Uint8Array, withIntegers: boolean): DumpedArray {
  const integerType = withIntegers ? integerTypeOf(dtype) : null;
  if (integerType !== null) {
    if (data.length !== integerType.size * sizeOf(shape)) throw corrupt(name);
    return { name, shape, values: integers(data, integerType, true) };
  }
  if (!Object.hasOwn(FLOATS, dtype)) {
    const advice = INTEGERS.test(dtype)
      ? 'these are no floats, and no parameters: leave it out'
      : `save it as F32 or F64, or ${WRITE_TEXT}`;
    throw new RangeError(`params: ${name} is of type ${dtype}; ${advice}`);
  }
  const type = FLOATS[dtype];
  if (data.length !== FLOAT_SIZE[type] * sizeOf(shape)) throw corrupt(name);
  return { name, shape, values: floats(data, type, true) };
}

function numbersOf(json: unknown): number[] {
  return Array.isArray(json) ? json.filter((item) => Number.isSafeInteger(item)) : [];
}

function corrupt(name: string): RangeError {
  return new RangeError(`params: ${name} in the safetensors file is cut off or corrupt; save it again (parameters.5)`);
}
