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

/** Bytes of one float, by which the reader of it is chosen. */
export type FloatSize = 4 | 8;

/**
 * Reads floats of a binary file.
 *
 * @param bytes - exactly the floats
 * @param size - 4 for float32, 8 for float64
 * @param littleEndian - the order of their bytes
 */
export function floats(bytes: Uint8Array, size: FloatSize, littleEndian: boolean): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = size === 4 ? view.getFloat32.bind(view) : view.getFloat64.bind(view);
  return Float64Array.from({ length: bytes.length / size }, (_, i) => read(i * size, littleEndian));
}
