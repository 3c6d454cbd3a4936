/** One array of a dump of parameters, as it stands there. */
export interface DumpedArray {
  /** The name it has in the dump; '' where it has none. */
  readonly name: string;
  /** Its lengths: [rows, columns] of a matrix, [count] of a plain list. */
  readonly shape: readonly number[];
  /** Its numbers, the last index running fastest. */
  readonly values: Float64Array;
}

/** Largest file that is read, in bytes: 1.3 million numbers of 17 digits, 300 times those of the canonical run. */
export const MAX_DUMP_BYTES = 2 ** 25;
/** Most numbers that are read: enough for 8 layers of n_embd 128. With both limits, no file took over 0.5 GB. */
const MAX_NUMBERS = 2 ** 21;

/** What to do about a file of no known format. */
export const WRITE_TEXT = 'write the numbers as text, one a line (spec/traces.md, Dumps of a start)';

/**
 * Stops before a file of many numbers takes all memory.
 *
 * @param count - of numbers so far, or of signs that begin one
 * @throws RangeError where they are more than any model that can be replayed has
 */
export function checkNumbers(count: number): void {
  if (count > MAX_NUMBERS) {
    throw new RangeError(
      `params: there are more than ${MAX_NUMBERS} numbers in the file; dump the initial parameters alone (parameters.9)`,
    );
  }
}

/** How many numbers a shape asks for. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/**
 * The same matrix with the first index running slowest.
 *
 * @param values - a matrix [rows, columns] stored column by column
 * @returns it row by row
 */
export function byRows(values: Float64Array, rows: number, columns: number): Float64Array {
  return values.map((_, at) => values[(at % columns) * rows + Math.floor(at / columns)]);
}

/** Floats of a binary file: IEEE 754's of 16, 32 and 64 bits, and bfloat16, the upper half of a float32. */
export type FloatType = 'float16' | 'bfloat16' | 'float32' | 'float64';

/** Bytes of each. */
export const FLOAT_SIZE: Readonly<Record<FloatType, number>> = { float16: 2, bfloat16: 2, float32: 4, float64: 8 };

/**
 * Reads floats of a binary file.
 *
 * @param bytes - exactly the floats
 * @param type - their type
 * @param littleEndian - the order of their bytes
 */
export function floats(bytes: Uint8Array, type: FloatType, littleEndian: boolean): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = FLOAT_SIZE[type];
  const read: Readonly<Record<FloatType, (at: number) => number>> = {
    float16: (at) => halfOf(view.getUint16(at, littleEndian)),
    bfloat16: (at) => upperHalfOf(view.getUint16(at, littleEndian)),
    float32: (at) => view.getFloat32(at, littleEndian),
    float64: (at) => view.getFloat64(at, littleEndian),
  };
  return Float64Array.from({ length: bytes.length / size }, (_, i) => read[type](i * size));
}

/** Bits of float16: sign, 5 of the exponent, 10 of the fraction. */
const HALF = { sign: 15, fraction: 10, exponentMask: 0x1f, fractionMask: 0x3ff, bias: 15 } as const;

/** A float16: (-1)^s 2^(e - 15) (1 + f / 2^10); subnormal where e is 0, infinite or NaN where it is 31. */
function halfOf(bits: number): number {
  const sign = bits >> HALF.sign === 0 ? 1 : -1;
  const exponent = (bits >> HALF.fraction) & HALF.exponentMask;
  const fraction = (bits & HALF.fractionMask) / 2 ** HALF.fraction;
  if (exponent === HALF.exponentMask) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * 2 ** (1 - HALF.bias) * fraction : sign * 2 ** (exponent - HALF.bias) * (1 + fraction);
}

const BITS_OF_HALF = 16;
const single = new DataView(new ArrayBuffer(4));

/** A bfloat16: a float32 whose lower 16 bits are 0. */
function upperHalfOf(bits: number): number {
  single.setUint32(0, bits * 2 ** BITS_OF_HALF);
  return single.getFloat32(0);
}
